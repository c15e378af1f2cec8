import { caseName, type BenchmarkCase } from '../cases/benchmark-case.js';
import type { Target } from '../targets/target.js';
import type { CaseEvents } from '../timing/run-case.js';
import type { Console } from './console.js';

/** Says how far a run is. */
export interface Progress {
  beginCase(benchmarkCase: BenchmarkCase): CaseEvents;
  beginTarget(target: Target): void;
  end(): void;
}

/** One line that changes on a terminal; elsewhere a line for every case. */
export function progress({ errors, interactive, columns }: Console, steps: number): Progress {
  let step = 0;
  const begin = (what: string): string => `[${(step += 1)}/${steps}] ${what}`;
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
    beginTarget: ({ name, limit }) => show(begin(`${name}, at most ${limit}`)),
    end: () => interactive && errors.write('\r\u001b[2K'),
  };
}
