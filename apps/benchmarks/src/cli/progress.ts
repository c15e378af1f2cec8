import type { Console } from '@tfjs-stn-apps/app-tools/console';

import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import { targetName, type Target } from '../targets/target.js';
import type { CaseEvents } from '../timing/run-case.js';

/** Says how far a run is. */
export interface Progress {
  beginCase(benchmarkCase: BenchmarkCase): CaseEvents;
  beginTarget(target: Target): void;
  end(): void;
}

/**
 * One line that changes on a terminal; elsewhere a line for every case.
 *
 * @param left milliseconds that the rest will take, where that is known
 */
export function progress(
  { errors, interactive, columns }: Console,
  steps: number,
  left: () => number | undefined,
): Progress {
  let step = 0;
  const begin = (what: string): string => `[${(step += 1)}/${steps}${timeLeft(left())}] ${what}`;
  const show = (text: string): void => {
    const line = text.length > columns - 1 ? `${text.slice(0, columns - 2)}…` : text;
    errors.write(interactive ? `\r\u001b[2K${line}` : `${text}\n`);
  };
  return {
    beginCase(benchmarkCase) {
      const line = begin(caseName(benchmarkCase));
      show(line);
      if (!interactive) return {};
      return {
        onEnter: ({ name }) => show(`${line}: checking ${name}`),
        onRace: (racers) => show(`${line}: timing ${racers} contestants`),
      };
    },
    beginTarget: (target) => show(begin(`${targetName(target)}, at most ${target.limit}`)),
    end: () => interactive && errors.write('\r\u001b[2K'),
  };
}

function timeLeft(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  const minutes = milliseconds / 60_000;
  return minutes < 1 ? ', less than a minute left' : `, about ${Math.round(minutes)} min left`;
}
