import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const module = new URL('../run-command.mjs', import.meta.url).href;

/** Counts what it is told and exits with that. */
const child = `
  let count = 0;
  process.on('SIGINT', () => (count += 1));
  console.log('ready');
  setTimeout(() => process.exit(40 + count), 1500);
`;

/** What `npm start` is to the child. */
const parent = `
  const { runCommand } = await import('${module}');
  process.exitCode = await runCommand({ file: process.execPath, args: ['--eval', ${JSON.stringify(child)}] });
`;

it.skipIf(process.platform === 'win32')('passes a repeated Ctrl-C on once', async () => {
  const runner = spawn(process.execPath, ['--input-type=module', '--eval', parent]);
  await once(runner.stdout, 'data');
  // As the terminal and npm do.
  runner.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 50));
  runner.kill('SIGINT');
  const [code] = await once(runner, 'close');
  expect(code).toBe(41);
});
