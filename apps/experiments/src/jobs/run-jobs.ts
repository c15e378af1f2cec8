import type { Display } from '../report/progress.js';
import type { Job, JobEnd, JobResult, JobRunner } from './job.js';

/**
 * Runs jobs side by side and displays their progress.
 *
 * @returns the results of the jobs that were not stopped
 * @throws the first job's error, after the other jobs have written their checkpoints
 */
export async function runJobs(
  jobs: readonly Job[],
  display: Display,
  { runJob, signal }: { readonly runJob: JobRunner; readonly signal: AbortSignal },
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
  // Next to a bar, 60 columns leave 28.
  return `test error ${test.error.toFixed(2)} %, ${seconds.toFixed(0)} s`;
}
