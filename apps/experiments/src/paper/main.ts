import { processConsole } from '@tfjs-stn-apps/app-tools/console';
import { stopSignal } from '@tfjs-stn-apps/app-tools/stop-signal';

import { provenance } from './provenance.js';
import { runCellInProcess } from './run-cell.js';
import { runPaper } from './run-paper.js';

process.exitCode = await runPaper(process.argv.slice(2), {
  console: processConsole('output'),
  runCell: runCellInProcess,
  provenance,
  environment: process.env,
  signal: stopSignal(),
});
