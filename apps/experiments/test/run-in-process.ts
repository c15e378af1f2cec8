import { Writable } from 'node:stream';

import { run } from '../src/cli/run.js';
import { runJob } from '../src/jobs/run-job.js';
import type { JobNews, JobRunner } from '../src/jobs/job.js';

/** What a run has printed, and how it ended. */
export interface RunOutcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs the program, with its jobs in this thread unless told otherwise, so that tests need no
 * build; `onNews` may stop it.
 */
export async function runInProcess(
  args: readonly string[],
  onNews: (news: JobNews, stop: () => void) => void = () => undefined,
  runner: JobRunner = runJob,
  ask?: (question: string) => Promise<boolean>,
): Promise<RunOutcome> {
  const output = collector();
  const errors = collector();
  const stop = new AbortController();
  const runWatchedJob: JobRunner = (job, tell, signal) =>
    runner(
      job,
      (news) => {
        tell(news);
        onNews(news, () => stop.abort());
      },
      signal,
    );
  const code = await run(args, {
    console: { output, errors, interactive: false, columns: 100 },
    runJob: runWatchedJob,
    signal: stop.signal,
    ...(ask && { ask }),
  });
  return { code, output: output.text(), errors: errors.text() };
}

function collector(): Writable & { text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return Object.assign(stream, { text: () => chunks.join('') });
}
