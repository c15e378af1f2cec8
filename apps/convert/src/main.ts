import { processConsole } from '@tfjs-stn-apps/app-tools/console';

import { run } from './run.js';

process.exitCode = await run(process.argv.slice(2), processConsole('output'));
