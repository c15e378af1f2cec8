import type { RunContext } from '../cli/run.js';
import type { Display } from '../report/display.js';
import type { Job, JobEnd, JobResult } from './job.js';

/**
 * Runs jobs side by side and shows how they go on.
 *
 * @returns the results of those that weren't stopped
 * @throws the first job's error, after the others have kept their checkpoints
 */
export async function runJobs(
  jobs: readonly Job[],
  display: Display,
  { runJob, signal }: Pick<RunContext, 'runJob' | 'signal'>,
): Promise<JobResult[]> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const runOne = async (job: Job): Promise<JobEnd> => {
    try {
      const shared = { ...job, sideBySide: jobs.length };
      const end = await runJob(shared, (news) => display.news(job.model, news), stop);
      display.end(job.model, describe(end));
      return end;
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const ends = await Promise.allSettled(jobs.map(runOne));
  display.close();
  const results: JobResult[] = [];
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    if (end.value.kind === 'finished') results.push(end.value.result);
  }
  return results;
}

function describe(end: JobEnd): string {
  if (end.kind === 'stopped') return `stopped after step ${end.step}`;
  const { seconds, test } = end.result;
  return `trained in ${seconds.toFixed(0)} s, test error ${test.error.toFixed(2)} %`;
}
