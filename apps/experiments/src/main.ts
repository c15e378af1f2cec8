import { processConsole } from '@tfjs-stn-apps/app-tools/console';
import { stopSignal } from '@tfjs-stn-apps/app-tools/stop-signal';

import { run } from './cli/run.js';
import { runJobInWorker } from './jobs/run-job-in-worker.js';

process.exitCode = await run(process.argv.slice(2), {
  console: processConsole('output'),
  runJob: runJobInWorker(new URL('jobs/job-worker.js', import.meta.url)),
  signal: stopSignal(),
});
