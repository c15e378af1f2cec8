import { describe, expect, it } from 'vitest';

import { captureCommand } from '../run-command.mjs';

const node = (script: string) => ({ file: process.execPath, args: ['--eval', script] });

describe('captureCommand', () => {
  it('gives the exit code and all that was said', async () => {
    const { code, output } = await captureCommand(
      node("console.log('out'); console.error('err'); process.exitCode = 3"),
    );
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('gives 128 + n for signal n', async () => {
    const { code } = await captureCommand(node("process.kill(process.pid, 'SIGTERM')"));
    expect(code).toBe(143);
  });

  it('adds to the environment', async () => {
    const command = { ...node('console.log(process.env.STN_TEST)'), env: { STN_TEST: 'here' } };
    expect((await captureCommand(command)).output.trim()).toBe('here');
  });
});
