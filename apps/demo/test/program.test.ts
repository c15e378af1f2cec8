import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startPageServer } from '../scripts/page-server.mjs';
import { contentSecurityPolicy } from '../scripts/security-headers.mjs';
import { runDemo } from './serve-page.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the demo’s program', () => {
  it('prints its help', async () => {
    const { stdout } = await runDemo('--help');
    expect(stdout).toMatch(/^Usage: npm run demo -- \[options\]$/m);
    expect(stdout).toContain('--build');
  });

  it.each([
    [['--speed'], "Unknown option '--speed'"],
    [['--port', 'x'], '--port must be a number from 0 to 65535, got x'],
    [['--port', '70000'], 'got 70000'],
    [['--url', 'here'], '--url and --code must be https addresses, got here'],
    [['here'], "Unexpected argument 'here'"],
  ])('refuses %j', async (args, text) => {
    await expect(runDemo(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(text) as string,
    });
  });

  it('refuses to empty a folder that it has not built', async () => {
    const precious = join(folder, 'precious');
    await mkdir(precious);
    await writeFile(join(precious, 'thesis.txt'), 'years');
    await expect(runDemo('--build', '--out', precious)).rejects.toMatchObject({
      code: 1,
      stderr: `demo: ${precious} holds files that are not the page's, and building would delete them. Choose a new or empty folder with --out\n`,
    });
    expect(await readdir(precious)).toEqual(['thesis.txt']);
  });

  it('reports a folder that it cannot use in one line', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const below = join(file, 'page');
    await expect(runDemo('--build', '--out', below)).rejects.toMatchObject({
      code: 1,
      stderr: `demo: cannot write to ${below} (ENOTDIR). Choose another folder with --out\n`,
    });
  });

  it('rebuilds into its own folder, serves the page, prints the address and ends on Ctrl-C', async () => {
    const main = fileURLToPath(new URL('../scripts/main.mjs', import.meta.url));
    const out = join(folder, 'page');
    await mkdir(out);
    await writeFile(join(out, '.tfjs-stn-demo'), '');
    await writeFile(join(out, 'of-the-last-build.js'), '');
    const addresses = ['--url', 'https://example.org/stn', '--code', 'https://example.org/code'];
    const child = spawn(process.execPath, [main, '--port', '0', '--out', out, ...addresses], {
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
    const left = await readdir(out);
    expect(left).not.toContain('of-the-last-build.js');
    expect(left).toEqual(expect.arrayContaining(['.tfjs-stn-demo', '_headers', 'licences.txt']));
  });

  // Elsewhere it might have to build the whole repository first.
  it.skipIf(!process.env['npm_lifecycle_event']?.startsWith('test'))(
    'is what npm run demo runs (skipped outside npm test)',
    async () => {
      const cwd = fileURLToPath(new URL('../../..', import.meta.url));
      const run = (option: string): Promise<{ stdout: string }> =>
        promisify(execFile)('npm', ['run', '--silent', 'demo', '--', option], { cwd });
      expect((await run('--help')).stdout).toContain('Usage: npm run demo -- [options]');
      await expect(run('--speed')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining("demo: Unknown option '--speed'") as string,
      });
    },
  );
});

describe('the server of the page', () => {
  it('sends the page with its headers, gzipped', async () => {
    await writeFile(join(folder, 'code.wasm'), new Uint8Array(5000));
    const server = await startPageServer(folder, { base: '/a/b/' });
    const wasm = await fetch(new URL('code.wasm', server.address));
    expect(wasm.url).toMatch(/\/a\/b\/code\.wasm$/);
    expect(wasm.headers.get('content-encoding')).toBe('gzip');
    expect(wasm.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect((await wasm.arrayBuffer()).byteLength).toBe(5000);
    await server.close();
  });

  it('has its policy in the page and in _headers, for other servers', async () => {
    const page = await readFile(join(folder, 'page', 'index.html'), 'utf8');
    expect(page).toContain('http-equiv="Content-Security-Policy"');
    expect(page).not.toMatch(/(src|href)="\//);
    // Previews of links take whole addresses.
    expect(page).toContain('property="og:image" content="https://example.org/stn/preview.jpg"');
    const worker = await readFile(join(folder, 'page', 'service-worker.js'), 'utf8');
    expect(worker).not.toContain('preview.jpg');
    const names = await readdir(join(folder, 'page', 'assets'));
    const scripts = names.filter((name) => /^index-.*\.js$/.test(name));
    const [script] = await Promise.all(
      scripts.map((name) => readFile(join(folder, 'page', 'assets', name), 'utf8')),
    );
    expect(script).toContain('https://example.org/code');
    expect(contentSecurityPolicy).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
    );
    expect(contentSecurityPolicy).not.toMatch(/unsafe-inline|data:|\*|(?<!wasm-)unsafe-eval/);
    const headers = await readFile(join(folder, 'page', '_headers'), 'utf8');
    expect(headers).toContain(
      `/*\n  Content-Security-Policy: ${contentSecurityPolicy}; frame-ancestors 'self'\n`,
    );
  });
});
