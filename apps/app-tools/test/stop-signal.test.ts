import { spawn } from 'node:child_process';

import { expect, test } from 'vitest';

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a second %s ends the process, except within a second of the first',
  async (last) => {
    const module = new URL('../src/stop-signal.mjs', import.meta.url);
    const script = `
    import { stopSignal } from ${JSON.stringify(module.href)};
    stopSignal().addEventListener('abort', () => console.log('stopping'));
    setInterval(() => {}, 1000);
    console.log('ready');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const closed = new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => output).toContain('ready');
    child.kill('SIGINT');
    await expect.poll(() => output).toContain('stopping');
    // The terminal tells the whole process group, and npm tells its child again.
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(child.exitCode).toBeNull();
    child.kill(last);
    expect(await closed).toBe(130);
    expect(output.match(/stopping/g)).toHaveLength(1);
  },
);
