import {
  add,
  backend,
  scalar,
  tensor1d,
  tensor2d,
  tensor4d,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { nodeHosts } from '../hosts/node-hosts.js';
import type { PosedSampling, PoseSampling } from '../problems/pose-sampling.js';
import { Absent } from './absent.js';
import type { Contestant } from './contestant.js';
import { localContestant } from './local-contestant.js';
import { outputEntry } from './output-entry.js';
import { requireSampling } from './require-sampling.js';
import { pixelRows } from './tf-image-transform.js';

const backendName = 'tensorflow';

/** What of tfjs-node's backend is used. */
interface NodeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_TYPE' | 'TF_FLOAT' | 'TF_ATTR_STRING', number>>;
  executeSingleOutput(
    op: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly Tensor[],
  ): Tensor;
}

/**
 * TensorFlow's own op for affine and projective warps. tfjs-node has no kernel that calls it, though
 * it is there, and a program may.
 */
export function projectiveTransformOp(cores: number, pose: PoseSampling): Contestant {
  const host = nodeHosts(cores).find(({ name }) => name === backendName);
  if (host === undefined) throw new RangeError('Node must have a tensorflow host');
  return localContestant(
    {
      name: `ImageProjectiveTransformV3 on ${backendName}`,
      role: 'peer',
      backend: backendName,
      threads: cores,
    },
    {
      activate: () => host.activate(),
      competes: ({ operation }) => ['affine', 'affine-nearest', 'projective'].includes(operation),
      enter({ operation, pass, shape }) {
        if (pass !== 'forward') throw new Absent('the op has no gradient');
        const posed = pose(requireSampling(operation), shape);
        return outputEntry(host, posed, opCall(posed));
      },
    },
  );
}

function opCall({ problem }: PosedSampling): { compute(): Tensor; dispose(): void } {
  const [, height, width] = problem.shape;
  const tensorflow = backend() as unknown as NodeBackend;
  const { TF_ATTR_TYPE, TF_FLOAT, TF_ATTR_STRING } = tensorflow.binding;
  const given = tensor4d(problem.image, [...problem.shape]);
  // The result of an op lies with TensorFlow already, as it does in a program.
  const image = add(given, 0);
  const inputs = [
    image,
    tensor2d(pixelRows(problem)),
    tensor1d([height, width], 'int32'),
    scalar(0),
  ];
  const attributes = [
    { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
    {
      name: 'interpolation',
      type: TF_ATTR_STRING,
      value: problem.sampler === 'nearest' ? 'NEAREST' : 'BILINEAR',
    },
    { name: 'fill_mode', type: TF_ATTR_STRING, value: 'CONSTANT' },
  ];
  return {
    compute: () => tensorflow.executeSingleOutput('ImageProjectiveTransformV3', attributes, inputs),
    dispose: () => [given, ...inputs].forEach((held) => held.dispose()),
  };
}
