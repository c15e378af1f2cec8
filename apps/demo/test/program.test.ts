import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { serveFolder } from '../scripts/static-server.mjs';
import { runDemo } from './serve-page.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the demo’s program', () => {
  it('says what it takes', async () => {
    const { stdout } = await runDemo('--help');
    expect(stdout).toContain('Usage: npm run demo -- [options]');
    expect(stdout).toContain('--build');
  });

  it.each([
    [['--speed'], "Unknown option '--speed'"],
    [['--port', 'x'], '--port must be a number from 0 to 65535, got x'],
    [['--port', '70000'], 'got 70000'],
    [['here'], "Unexpected argument 'here'"],
  ])('refuses %j', async (args, text) => {
    await expect(runDemo(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(text) as string,
    });
  });

  it('builds, serves, prints its address, and ends with Ctrl-C', async () => {
    const main = fileURLToPath(new URL('../scripts/main.mjs', import.meta.url));
    const child = spawn(process.execPath, [main, '--port', '0', '--out', join(folder, 'page')], {
      env: { ...process.env, NODE_ENV: 'production', TFJS_STN_SOURCE: '1' },
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    const code = new Promise((resolve) => child.once('close', resolve));
    await expect.poll(() => output, { timeout: 50_000 }).toContain('(Ctrl-C stops)');
    const address = /http:\S+/.exec(output)?.[0] ?? '';
    const page = await fetch(address);
    expect(page.headers.get('content-security-policy')).toContain(
      "script-src 'self' 'wasm-unsafe-eval'",
    );
    expect(await page.text()).toContain('./assets/index-');
    child.kill('SIGINT');
    expect(await code).toBe(0);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });
});

describe('the server', () => {
  it('serves its folder below its base, and nothing else', async () => {
    await writeFile(join(folder, 'index.html'), '<p>here');
    await writeFile(join(folder, 'code.wasm'), new Uint8Array(5000));
    const server = await serveFolder(folder, { base: '/a/b/' });
    const status = async (path: string): Promise<number> =>
      (await fetch(new URL(path, server.address))).status;
    expect(await (await fetch(server.address)).text()).toBe('<p>here');
    const wasm = await fetch(new URL('code.wasm', server.address));
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(wasm.headers.get('content-encoding')).toBe('gzip');
    expect(wasm.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect((await wasm.arrayBuffer()).byteLength).toBe(5000);
    expect(await status('nothing.js')).toBe(404);
    expect(await status('/')).toBe(404);
    expect(await status('/a/b/..%2f..%2f..%2fetc/passwd')).toBe(404);
    expect(await status('/a/b/%2e%2e/secret')).toBe(404);
    await server.close();
  });

  it('has a policy in the page too, for servers that send no headers', async () => {
    const page = await readFile(join(folder, 'page', 'index.html'), 'utf8');
    expect(page).toContain('http-equiv="Content-Security-Policy"');
    expect(page).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/);
    expect(page).not.toMatch(/(src|href)="\//);
  });
});
