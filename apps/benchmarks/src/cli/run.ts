import { once } from 'node:events';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { findPython } from '../peers/torch.js';
import { servePage } from '../remote/page-build.js';
import { htmlReport } from '../report/html-report.js';
import { updateReadme } from '../report/readme-section.js';
import { comparisonText, summaryText } from '../report/terminal.js';
import { compareResults } from '../results/compare.js';
import { readResults, writeOut, writeResults } from '../results/files.js';
import type { BenchmarkResults, Missing } from '../results/results.js';
import { makePlan, measureAll, planText, type RunContext } from './measure.js';
import { parseOptions, validateOptions, type Options } from './options.js';

/** The exit code of a program that Ctrl-C has stopped. */
const interrupted = 130;

/**
 * The whole program.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0; 1 after an error or a loss; 130 if stopped
 */
export async function run(args: readonly string[], context: RunContext): Promise<number> {
  const { output, errors, columns } = context.console;
  const print = (text: string): void => void output.write(`${text}\n`);
  try {
    const options = parseOptions(args, columns);
    if (typeof options !== 'string') return await perform(options, context, print);
    output.write(options);
    return 0;
  } catch (error) {
    errors.write(`${describe(error)}\n`);
    return 1;
  }
}

async function perform(
  options: Options,
  context: RunContext,
  print: (text: string) => void,
): Promise<number> {
  const { out, from, readme, compare, page, port, list, python } = options;
  const { console, signal } = context;
  if (page) {
    const server = await servePage(port);
    print(`The benchmarks for your browser: http://localhost:${server.port}/ (Ctrl-C ends)`);
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    return 0;
  }
  if (list) {
    print(planText(await makePlan(options, findPython(python))));
    return 0;
  }
  await validateOptions(options);
  const old = compare === undefined ? undefined : await readResults(compare);
  const results =
    from === undefined
      ? await measureAll(options, context, async (draft) => void (await writeResults(out, draft)))
      : await readResults(from);
  print(summaryText(results, console.columns));
  const written = [
    await writeResults(out, results),
    await writeOut(out, 'report.html', await htmlReport(results)),
  ];
  print(`Written: ${written.join(', ')}`);
  if (signal.aborted) return interrupted;
  if (readme !== undefined) {
    await updateReadme(readme, results);
    print(`Updated: ${readme}`);
  }
  return verdict(results, old, print);
}

/** A GPU may be lost for reasons of its own, which are listed; but what it computes must be right. */
function isOurFault({ role, status, name, reason }: Missing): boolean {
  if (role !== 'ours' || status !== 'failed') return false;
  return !/ on chromium-webg/.test(name) || / must /.test(reason);
}

/** 1 where a result of ours is wrong, or slower than it was. */
function verdict(
  results: BenchmarkResults,
  old: BenchmarkResults | undefined,
  print: (text: string) => void,
): number {
  const failed = results.missing.some(isOurFault);
  if (old === undefined) return failed ? 1 : 0;
  const comparison = compareResults(old, results);
  print(comparisonText(comparison));
  return failed || comparison.losses.length > 0 || comparison.lost.length > 0 ? 1 : 0;
}

/** The first lines only: an unhandled error would print all of OpenCV.js before it. */
function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = text.split('\n').map((line) => line.slice(0, 200));
  return lines.slice(0, 12).join('\n');
}
