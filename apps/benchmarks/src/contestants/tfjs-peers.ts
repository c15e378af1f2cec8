import { tfjsWindow } from '../convolutions/tfjs-window.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling, PoseSampling } from '../problems/pose-sampling.js';
import { Absent } from './absent.js';
import type { Contestant } from './contestant.js';
import type { Entry } from './entry.js';
import { identityOn } from './identity-on.js';
import { localContestant } from './local-contestant.js';
import { requireSampling } from './require-sampling.js';
import { tfImageTransform } from './tf-image-transform.js';
import { tfjsComposition } from './tfjs-composition.js';

/** What tfjs itself offers on a backend: its own transform, its ops, its convolutions. */
export function tfjsPeers(host: TfjsHost, pose: PoseSampling, seed: number): Contestant[] {
  const sampler = (
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
        return enter(host, pose(requireSampling(operation), shape));
      },
    });
  return [
    sampler(
      'tf.image.transform',
      ['affine', 'affine-nearest', 'projective'],
      'tf.image.transform has no gradient',
      tfImageTransform,
    ),
    sampler(
      'tfjs ops',
      ['affine', 'grid-bilinear'],
      'tf.gatherND has no gradient',
      tfjsComposition,
    ),
    localContestant(identityOn(host, 'tfjs', 'peer'), {
      activate: () => host.activate(),
      competes: ({ window }) => window !== undefined,
      enter: (benchmarkCase) => tfjsWindow(host, benchmarkCase, seed),
    }),
  ];
}
