import { compareResults } from '../compare/compare-results.js';
import { comparisonText } from '../compare/comparison-text.js';
import { servePage } from '../node/serve-page.js';
import { readResults } from '../results/read-results.js';
import type { BenchmarkResults } from '../results/results.js';
import { writeResults } from '../results/write-results.js';
import { missingList, type MissingReason } from '../report/missing-list.js';
import { summaryText } from '../report/summary-text.js';
import { writeReport } from '../report/write-report.js';
import { updateReadme } from '../report/update-readme.js';
import { measureAll } from './measure-all.js';
import type { Options } from './options.js';
import { refuseEarly } from './refuse-early.js';
import type { RunContext } from './run.js';

/** What a shell expects of a program that Ctrl-C has stopped. */
const INTERRUPTED = 130;

/**
 * Does what the command line asks for.
 *
 * @returns the exit code
 * @throws UserError for what people can mend
 */
export async function perform(options: Options, context: RunContext): Promise<number> {
  const { signal } = context;
  const print = (text: string): void => void context.console.output.write(`${text}\n`);
  if (options.page) {
    await servePage(options.port, print, signal);
    return 0;
  }
  const { out, from, readme, compare } = options;
  await refuseEarly(options);
  const old = compare === undefined ? undefined : await readResults(compare);
  const results =
    from === undefined
      ? await measureAll(options, context, async (draft) => void (await writeResults(out, draft)))
      : await readResults(from);
  print(summaryText(results));
  const files = await writeReport(out, results);
  print(`Written: ${files.join(', ')}`);
  if (signal.aborted) return INTERRUPTED;
  if (readme !== undefined) {
    await updateReadme(readme, results);
    print(`Updated: ${readme}`);
  }
  return verdict(results, old, print);
}

/** A GPU may be lost for reasons of its own, which are listed; but what it computes must be right. */
function isOurFault({ role, status, contestant, reason }: MissingReason): boolean {
  if (role !== 'ours' || status !== 'failed') return false;
  return !/ on chromium-webg/.test(contestant) || / must be /.test(reason);
}

/** 1 where something of ours is wrong, or slower than it was. */
function verdict(
  results: BenchmarkResults,
  old: BenchmarkResults | undefined,
  print: (text: string) => void,
): number {
  const failed = missingList(results).some(isOurFault);
  if (old === undefined) return failed ? 1 : 0;
  const comparison = compareResults(old, results);
  print(comparisonText(comparison));
  return failed || comparison.losses.length > 0 || comparison.lost.length > 0 ? 1 : 0;
}
