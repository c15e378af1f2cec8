import type { InferenceSession, Tensor } from 'onnxruntime-web';

import { checkOutput } from '../checks/check-sampling.js';
import { Absent } from '../contestants/absent.js';
import type { Contestant, Identity } from '../contestants/contestant.js';
import type { Entry } from '../contestants/entry.js';
import { requireSampling } from '../contestants/require-sampling.js';
import { localContestant } from '../contestants/local-contestant.js';
import { samplingOperation } from '../cases/operation.js';
import type { PosedSampling, PoseSampling } from '../problems/pose-sampling.js';
import { toChannelsFirst, toChannelsLast } from './channel-order.js';
import { gridSampleModel } from './grid-sample-model.js';

/** What an ONNX Runtime offers: the one for the web and the one for Node are alike. */
export interface OnnxRuntime {
  createSession(model: Uint8Array): Promise<InferenceSession>;
  tensor(data: Float32Array, dims: readonly number[]): Tensor;
}

/** ONNX Runtime's GridSample; its grid is ready, so that it computes no coordinates. */
export function onnxGridSample(
  identity: Omit<Identity, 'role' | 'backend'>,
  load: () => Promise<OnnxRuntime>,
  pose: PoseSampling,
): Contestant {
  return localContestant(
    { ...identity, role: 'peer', backend: '' },
    {
      competes: ({ operation }) => samplingOperation(operation) !== undefined,
      async enter({ operation, pass, shape }) {
        const sampling = requireSampling(operation);
        if (pass !== 'forward') throw new Absent('ONNX Runtime computes no gradients');
        return gridSampleEntry(await load(), pose(sampling, shape));
      },
    },
  );
}

async function gridSampleEntry(
  runtime: OnnxRuntime,
  { problem, expectation }: PosedSampling,
): Promise<Entry> {
  const { image, grid: points, shape, sampler } = problem;
  const [batch, height, width, channels] = shape;
  const session = await runtime.createSession(gridSampleModel(sampler));
  const X = runtime.tensor(toChannelsFirst(image, shape), [batch, channels, height, width]);
  const grid = runtime.tensor(points, [batch, height, width, 2]);
  const run = async (): Promise<Tensor | undefined> => {
    const { Y } = await session.run({ X, grid });
    return Y;
  };
  return {
    call: async () => (await run())?.dispose(),
    async check() {
      const output = await run();
      const planes = await output?.getData();
      const values = planes instanceof Float32Array ? planes : new Float32Array();
      return checkOutput(problem, expectation, toChannelsLast(values, shape));
    },
    dispose: () => session.release(),
  };
}
