import { compareResults } from '../compare/compare-results.js';
import { comparisonText } from '../compare/comparison-text.js';
import { servePage } from '../node/serve-page.js';
import { readResults } from '../results/read-results.js';
import type { BenchmarkResults } from '../results/results.js';
import { summaryText } from '../report/summary-text.js';
import { writeReport } from '../report/write-report.js';
import { updateReadme } from '../report/update-readme.js';
import { measureAll } from './measure-all.js';
import type { Options } from './options.js';
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
  // What can be refused is refused before anything long begins.
  const old = compare === undefined ? undefined : await readResults(compare);
  const results: BenchmarkResults =
    from === undefined ? await measureAll(options, context) : await readResults(from);
  print(summaryText(results));
  const files = await writeReport(out, results);
  print(`Written: ${files.join(', ')}`);
  if (readme !== undefined) {
    await updateReadme(readme, results);
    print(`Updated: ${readme}`);
  }
  if (signal.aborted) return INTERRUPTED;
  if (old === undefined) return 0;
  const comparison = compareResults(old, results);
  print(comparisonText(comparison));
  return comparison.losses.length > 0 ? 1 : 0;
}
