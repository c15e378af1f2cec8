import { processConsole } from '@tfjs-stn-apps/app-tools/console';
import { quietTensorFlow } from '@tfjs-stn-apps/app-tools/quiet-tensorflow';
import { stopSignal } from '@tfjs-stn-apps/app-tools/stop-signal';

import { run } from './cli/run.js';

quietTensorFlow();
process.exitCode = await run(process.argv.slice(2), {
  console: processConsole('errors'),
  signal: stopSignal(),
});
