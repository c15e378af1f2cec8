import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { operationNames, samplingOperation } from '../cases/operation.js';
import { tfjsWindow } from '../convolutions/tfjs-window.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PoseSampling } from '../problems/pose-sampling.js';
import { tfjsStCnn } from '../st-cnn/tfjs-st-cnn.js';
import type { Contestant } from './contestant.js';
import { copiedSampling } from './copied-sampling.js';
import type { Entry } from './entry.js';
import { identityOn } from './identity-on.js';
import { localContestant } from './local-contestant.js';
import { requireSampling } from './require-sampling.js';
import { samplingOf } from './sampling-parts.js';
import { tfjsPeers } from './tfjs-peers.js';
import { tfjsSampling } from './tfjs-sampling.js';

/** What runs on a backend of tfjs: our library, and what tfjs itself offers where that competes. */
export function tfjsContestants(host: TfjsHost, pose: PoseSampling, seed: number): Contestant[] {
  const ours = localContestant(identityOn(host, 'tfjs-stn', 'ours'), {
    activate: () => host.activate(),
    competes: (benchmarkCase) => isOurs(host, benchmarkCase),
    enter: (benchmarkCase) => ourEntry(host, benchmarkCase, pose, seed),
  });
  return [
    ours,
    ...(host.copies ? [copying(host, pose)] : []),
    ...(host.peers ? tfjsPeers(host, pose, seed) : []),
  ];
}

/** The forward of a convolution or a pooling is tfjs's own everywhere, the gradients in part. */
function isOurs(host: TfjsHost, { operation, pass, window }: BenchmarkCase): boolean {
  if (!operationNames.some((name) => name === operation)) return false;
  if (samplingOperation(operation)) return true;
  if (host.samplesOnly) return false;
  return window === undefined || (host.trains === true && pass !== 'forward');
}

function copying(host: TfjsHost, pose: PoseSampling): Contestant {
  const { name, ...identity } = identityOn(host, 'tfjs-stn', 'ours');
  return localContestant(
    { ...identity, name: `${name}, copies in and out` },
    {
      activate: () => host.activate(),
      competes: ({ operation, pass }) =>
        pass === 'forward' && samplingOperation(operation) !== undefined,
      enter({ operation, shape }) {
        const sampling = requireSampling(operation);
        return copiedSampling(pose(sampling, shape), samplingOf(sampling, shape));
      },
    },
  );
}

function ourEntry(
  host: TfjsHost,
  benchmarkCase: BenchmarkCase,
  pose: PoseSampling,
  seed: number,
): Entry {
  const { operation, shape } = benchmarkCase;
  const sampling = samplingOperation(operation);
  if (sampling) {
    return tfjsSampling(host, benchmarkCase, pose(sampling, shape), samplingOf(sampling, shape));
  }
  return operation === 'st-cnn'
    ? tfjsStCnn(host, benchmarkCase, seed)
    : tfjsWindow(host, benchmarkCase, seed);
}
