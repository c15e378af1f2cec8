import { createInterface } from 'node:readline';

import { processConsole } from '@tfjs-stn-apps/app-tools/console';
import { quietTensorFlow } from '@tfjs-stn-apps/app-tools/quiet-tensorflow';
import { stopSignal } from '@tfjs-stn-apps/app-tools/stop-signal';

import { run } from './cli/run.js';
import { runJobInWorker } from './jobs/run-job-in-worker.js';

quietTensorFlow();
const console = processConsole('output');
const signal = stopSignal();

process.exitCode = await run(process.argv.slice(2), {
  console,
  ...(console.interactive && process.stdin.isTTY && { ask }),
  runJob: runJobInWorker(new URL('jobs/job-worker.js', import.meta.url)),
  signal,
});

/** Asks in the terminal; closing it means no. */
function ask(question: string): Promise<boolean> {
  return new Promise((resolve) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    // readline takes Ctrl-C for itself.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    signal.addEventListener('abort', () => terminal.close());
    terminal.on('close', () => resolve(false));
    terminal.question(question, (answer) => {
      resolve(/^\s*y(es)?\s*$/i.test(answer));
      terminal.close();
    });
  });
}
