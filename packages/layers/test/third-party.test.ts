import { layers, sequential } from '@tensorflow/tfjs-layers';
import {
  defineLocalisation,
  defineTransform,
  registerLocalisation,
  registerTransform,
  type LocalisationTarget,
} from '@tfjs-stn/core';
import { spatialTransformerLayer, type SpatialTransformerLayer } from '@tfjs-stn/layers';
import { affine } from '@tfjs-stn/transform-affine';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeBackends } from './support/describe-backends.js';
import { parts } from './support/parts.js';
import { randomTensor } from './support/random-tensor.js';
import { useRegistered } from './support/registered.js';
import { roundTrip } from './support/save.js';
import { scramble } from './support/scramble.js';
import { predict } from './support/values.js';

/** A preset as anyone would write it, whose layers tf.layers numbers through the session. */
const linear = defineLocalisation(
  'linear',
  () =>
    ({ inputShape, transform }: LocalisationTarget) =>
      sequential({
        layers: [
          layers.flatten({ inputShape: [...inputShape] }),
          layers.dense({ units: transform.paramCount }),
        ],
      }),
);

/** Most of these keys and strings tf.layers turns into others when it saves and loads. */
const configs: object[] = [
  { controlPoints: [4, 4], regularisation: 0.5, kind: 'thinPlate', exact: true },
  { max_shift: 3 },
  { TPS: 1, aB1Cd: null },
  { kinds: ['snake_case', 'Thin Plate', ''] },
  { type: 'ndarray', value: 1 },
];

const oddTransform = defineTransform('Odd_Transform', (_config: object) => {
  const { paramCount, identity, field } = affine();
  return { paramCount, identity, field };
});

const shape = [5, 4, 1];
let unregister: (() => void)[] = [];

useRegistered();
beforeAll(() => {
  unregister = [registerLocalisation(linear), registerTransform(oddTransform)];
});
afterAll(() => unregister.forEach((takeBack) => takeBack()));

describeBackends(() => {
  it('loads the weights of a preset whose layers have no names of their own', async () => {
    const layer = spatialTransformerLayer({ ...parts, localisation: linear(), inputShape: shape });
    const net = sequential({ layers: [layer] });
    scramble(net);
    layers.dense({ units: 1 });
    const loaded = await roundTrip(net);
    const images = randomTensor([2, ...shape]);
    expect(predict(loaded, images)).toEqual(predict(net, images));
  });

  it.each(configs)('restores the config %j', async (config) => {
    const layer = spatialTransformerLayer({
      ...parts,
      transform: oddTransform(config),
      localisation: linear(),
      inputShape: shape,
    });
    const loaded = await roundTrip(sequential({ layers: [layer] }));
    const again = loaded.layers[0] as SpatialTransformerLayer;
    expect(again.transform.name).toBe('Odd_Transform');
    expect(again.transform.config).toEqual(config);
  });
});
