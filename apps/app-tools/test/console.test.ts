import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { processConsole } from '../src/console.mjs';

const { isTTY, columns } = process.stdout;
const errorsAreTerminal = process.stderr.isTTY;

beforeEach(() => {
  vi.stubEnv('TERM', 'xterm');
  vi.stubEnv('CI', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  Object.assign(process.stdout, { isTTY, columns });
  process.stderr.isTTY = errorsAreTerminal;
});

function terminalIs(stdout: boolean, stderr: boolean): void {
  process.stdout.isTTY = stdout;
  process.stderr.isTTY = stderr;
}

test('processConsole is interactive if its stream is a terminal', () => {
  terminalIs(true, false);
  expect(processConsole('output').interactive).toBe(true);
  expect(processConsole('errors').interactive).toBe(false);
  terminalIs(false, true);
  expect(processConsole('output').interactive).toBe(false);
  expect(processConsole('errors').interactive).toBe(true);
});

test.each([
  ['TERM', 'dumb', false],
  ['CI', 'true', false],
  ['CI', '1', false],
  ['CI', 'false', true],
])('processConsole with %s=%s: interactive is %s', (name, value, interactive) => {
  terminalIs(true, true);
  vi.stubEnv(name, value);
  expect(processConsole('output').interactive).toBe(interactive);
});

test('processConsole writes to the process and has the width of its terminal', () => {
  process.stdout.columns = 72;
  expect(processConsole('output')).toMatchObject({
    output: process.stdout,
    errors: process.stderr,
    columns: 72,
  });
});
