import { processConsole } from './cli/console.js';
import { run } from './cli/run.js';
import { stopSignal } from './cli/stop-signal.js';

process.exitCode = await run(process.argv.slice(2), {
  console: processConsole(),
  signal: stopSignal(),
});
