import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { operationNames, samplingOperation } from '../cases/operation.js';
import { tfjsWindow } from '../convolutions/tfjs-window.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { threadsName } from '../hosts/thread-counts.js';
import type { PosedSampling, PoseSampling } from '../problems/pose-sampling.js';
import { tfjsStCnn } from '../st-cnn/tfjs-st-cnn.js';
import type { Contestant, Identity } from './contestant.js';
import { Absent } from './absent.js';
import type { Entry } from './entry.js';
import { localContestant } from './local-contestant.js';
import { samplingOf } from './sampling-parts.js';
import { tfImageTransform } from './tf-image-transform.js';
import { tfjsComposition } from './tfjs-composition.js';
import { tfjsSampling } from './tfjs-sampling.js';

/** What runs on a backend of tfjs: our library, and what tfjs itself offers where that competes. */
export function tfjsContestants(host: TfjsHost, pose: PoseSampling, seed: number): Contestant[] {
  const ours = localContestant(identityOn(host, 'tfjs-stn', 'ours'), {
    activate: () => host.activate(),
    competes: ({ operation }) => operationNames.some((name) => name === operation),
    enter: (benchmarkCase) => ourEntry(host, benchmarkCase, pose, seed),
  });
  return host.peers ? [ours, ...tfjsPeers(host, pose)] : [ours];
}

function tfjsPeers(host: TfjsHost, pose: PoseSampling): Contestant[] {
  const peer = (
    what: string,
    operations: readonly string[],
    gradient: string,
    enter: (host: TfjsHost, posed: PosedSampling) => Entry,
  ): Contestant =>
    localContestant(identityOn(host, what, 'peer'), {
      activate: () => host.activate(),
      competes: ({ operation }) => operations.includes(operation),
      enter({ operation, pass, shape }) {
        if (pass !== 'forward') throw new Absent(gradient);
        const sampling = samplingOperation(operation);
        if (sampling === undefined) throw new RangeError(`${operation} does not sample`);
        return enter(host, pose(sampling, shape));
      },
    });
  return [
    peer(
      'tf.image.transform',
      ['affine', 'affine-nearest', 'projective'],
      'tf.image.transform has no gradient',
      tfImageTransform,
    ),
    peer('tfjs ops', ['affine'], 'tf.gatherND has no gradient', tfjsComposition),
  ];
}

function identityOn(
  { name, threads, namesThreads = false }: TfjsHost,
  what: string,
  role: Identity['role'],
): Identity {
  const suffix = namesThreads && threads !== undefined ? `, ${threadsName(threads)}` : '';
  return {
    name: `${what} on ${name}${suffix}`,
    role,
    backend: name,
    ...(threads !== undefined && { threads }),
  };
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
