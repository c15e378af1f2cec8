import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { samplingOperation } from '../cases/operation.js';
import { checkOutput } from '../checks/check-sampling.js';
import { Absent } from '../contestants/absent.js';
import type { Contestant } from '../contestants/contestant.js';
import type { Entry } from '../contestants/entry.js';
import { requireSampling } from '../contestants/require-sampling.js';
import { localContestant } from '../contestants/local-contestant.js';
import type { PosedSampling, PoseSampling } from '../problems/pose-sampling.js';
import { opencvName } from './opencv-name.js';
import { loadOpencv } from './load-opencv.js';
import { opencvCall } from './opencv-call.js';

/**
 * It rounds coordinates to 1/32 of a pixel, and pixels are random here: from one to the next
 * anything may change by 1, with bicubic by more.
 */
const tolerances = { nearest: 1e-6, bilinear: 1 / 16, bicubic: 1 / 8 };

/** OpenCV.js on one float32 image: warpAffine, warpPerspective, and remap along a given grid. */
export function opencv(pose: PoseSampling): Contestant {
  return localContestant(
    { name: opencvName, role: 'peer', backend: '', threads: 1 },
    {
      competes: ({ operation }) => samplingOperation(operation) !== undefined,
      async enter(benchmarkCase) {
        return opencvEntry(posedFor(benchmarkCase, pose));
      },
    },
  );
}

/** @throws Absent for what OpenCV does not know */
function posedFor({ operation, pass, shape }: BenchmarkCase, pose: PoseSampling): PosedSampling {
  const sampling = requireSampling(operation);
  if (pass !== 'forward') throw new Absent('OpenCV has no gradients');
  const [batch, , , channels] = shape;
  if (batch > 1 || channels > 4) {
    throw new Absent('OpenCV knows neither batches nor more than 4 channels');
  }
  return pose(sampling, shape);
}

async function opencvEntry({ problem, expectation }: PosedSampling): Promise<Entry> {
  const { cv } = await loadOpencv();
  const { target, call, dispose } = opencvCall(cv, problem);
  return {
    call,
    check() {
      call();
      const values = Float32Array.from(target.data32F);
      return checkOutput(problem, expectation, values, tolerances[problem.sampler]);
    },
    dispose,
  };
}
