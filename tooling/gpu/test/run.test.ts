import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const run = join(here, '../run.mjs');
const gradients = join(here, '../../../packages/gpu-kernels/test/gradient-bytes.mjs');

function output(backend: string, module: string): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [run, backend, module, 'one'], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n') };
}

describe.each(['webgpu', 'webgl'])('%s', (backend) => {
  it('gradients are the same bytes in every run, in two processes', () => {
    const [first, second] = [output(backend, gradients), output(backend, gradients)];
    expect(first.status).toBe(0);
    expect(first.lines).toHaveLength(2 * 3 * 4);
    for (const line of first.lines) expect(line).toMatch(/^\w+ \w+ \w+: [\da-f]+ [\da-f]+$/);
    expect(second).toEqual(first);
  });
  it('passes on arguments, the console and a failure', () => {
    const { status, lines } = output(backend, join(here, 'fixtures/fails.mjs'));
    expect(lines).toContain(`${backend} one`);
    expect(status).not.toBe(0);
  });
});
