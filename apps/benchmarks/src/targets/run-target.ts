import { caseName } from '../cases/benchmark-case.js';
import type { Contestant, Racer } from '../contestants/contestant.js';
import type { TargetResult } from '../results/results.js';
import { enter } from '../timing/enter.js';
import { fewest, race, type RaceOptions } from '../timing/race.js';
import { roundRatios } from '../timing/round-ratios.js';
import { targetName, type Target, type TargetSide } from './target.js';

/**
 * Decides a target by a duel: the two alternate, call by call, so that nothing but each other comes
 * between them. The verdict is by the median of the ratios of rounds.
 */
export async function runTarget(
  target: Target,
  contestants: readonly Contestant[],
  options: RaceOptions,
): Promise<TargetResult> {
  const described = {
    name: targetName(target),
    limit: target.limit,
    measured: describe(target.measured),
    against: describe(target.against),
  };
  const racers: Racer[] = [];
  try {
    for (const { benchmarkCase, contestant } of [target.measured, target.against]) {
      const found = contestants.find(({ name }) => name === contestant);
      if (found === undefined) return notMeasured(described, `${contestant} does not take part`);
      const entrance = await enter(found, benchmarkCase);
      if ('missing' in entrance) {
        return notMeasured(described, `${contestant}: ${entrance.missing.reason}`);
      }
      racers.push(entrance.racer);
    }
    return { ...described, ...(await duel(target, racers, options)) };
  } finally {
    for (const racer of racers) await racer.leave().catch(() => undefined);
  }
}

type Outcome = Pick<TargetResult, 'verdict' | 'ratio' | 'reason'>;

async function duel(
  { limit }: Target,
  racers: readonly Racer[],
  options: RaceOptions,
): Promise<Outcome> {
  const results = [...(await race(racers, options)).values()];
  const [measured, against] = results;
  if (measured === undefined || against === undefined) throw new RangeError('a duel takes two');
  if ('error' in measured) return { verdict: 'not measured', reason: String(measured.error) };
  if ('error' in against) return { verdict: 'not measured', reason: String(against.error) };
  const ratio = roundRatios(measured.samples, against.samples);
  if (ratio.rounds < fewest) return { verdict: 'not measured', reason: 'it was stopped' };
  return { verdict: ratio.median <= limit ? 'met' : 'missed', ratio };
}

function notMeasured(
  described: Pick<TargetResult, 'name' | 'limit' | 'measured' | 'against'>,
  reason: string,
): TargetResult {
  return { ...described, verdict: 'not measured', reason };
}

function describe({ benchmarkCase, contestant }: TargetSide): string {
  const { part } = benchmarkCase;
  const timed = part === undefined ? '' : `, its ${part}`;
  return `${caseName(benchmarkCase)}${timed}: ${contestant}`;
}
