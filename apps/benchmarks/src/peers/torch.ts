import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { operationNames, samplingOperation } from '../cases/operation.js';
import type { BenchmarkCase } from '../cases/benchmark-case.js';
import type { Contestant, Identity } from '../contestants/contestant.js';
import { threadsName } from '../hosts/thread-counts.js';
import type { PoseSampling } from '../problems/pose-sampling.js';
import type { TorchProcess } from './find-python.js';
import { torchWindow } from './torch-window.js';
import { torchStCnn } from './torch-st-cnn.js';
import type { TorchTask } from './torch-task.js';
import { torchSampling } from './torch-sampling.js';

/** What PyTorch needs from around it. */
export interface TorchOptions {
  readonly threads: number;
  /** Found once, for all numbers of threads. */
  readonly process: () => Promise<TorchProcess>;
  readonly pose: PoseSampling;
  readonly seed: number;
}

/** PyTorch in a Python of its own, which times itself when it is asked to. */
export function torch({ threads, process, pose, seed }: TorchOptions): Contestant {
  const identity: Identity = {
    name: `PyTorch, ${threadsName(threads)}`,
    role: 'peer',
    backend: '',
    threads,
  };
  let count = 0;
  return {
    ...identity,
    competes: ({ operation }) => operationNames.some((name) => name === operation),
    async enter(benchmarkCase) {
      const python = await process();
      const task = await taskOf(benchmarkCase, pose, seed);
      const entry = `${threads}-${(count += 1)}`;
      const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-bench-'));
      try {
        await task.write(folder);
        await python.ask({ ...task.request, do: 'enter', entry, threads, folder });
        return {
          ...identity,
          error: await task.check(folder),
          time: async (calls) =>
            Number((await python.ask({ do: 'time', entry, calls }))['milliseconds']),
          leave: async () => void (await python.ask({ do: 'leave', entry })),
        };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function taskOf(
  benchmarkCase: BenchmarkCase,
  pose: PoseSampling,
  seed: number,
): Promise<TorchTask> {
  const { operation, shape, window } = benchmarkCase;
  const sampling = samplingOperation(operation);
  if (sampling) return torchSampling(benchmarkCase, pose(sampling, shape));
  return window ? torchWindow(benchmarkCase, seed) : torchStCnn(benchmarkCase, seed);
}
