import { processConsole } from './cli/console.js';
import { run } from './cli/run.js';
import { stopSignal } from './cli/stop-signal.js';
import { runJobInWorker } from './jobs/run-job-in-worker.js';

process.exitCode = await run(process.argv.slice(2), {
  console: processConsole(),
  runJob: runJobInWorker(new URL('jobs/job-worker.js', import.meta.url)),
  signal: stopSignal(),
});
