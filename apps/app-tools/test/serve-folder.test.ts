import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { serveFolder, type FolderServer, type ServerOptions } from '../src/serve-folder.mjs';

let folder = '';
let server: FolderServer;
beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'app-tools-'));
  folder = join(parent, 'page');
  await mkdir(join(folder, 'sub'), { recursive: true });
  await writeFile(join(parent, 'secret'), 'not yours');
  await writeFile(join(folder, 'index.html'), '<p>here');
  await writeFile(join(folder, 'sub', 'index.html'), '<p>below');
  await writeFile(join(folder, 'code.wasm'), new Uint8Array(5000));
  await writeFile(join(folder, 'net.bin'), new Uint8Array(7));
});
afterEach(() => server.close());
afterAll(() => rm(join(folder, '..'), { recursive: true }));

async function serve(options?: ServerOptions): Promise<void> {
  server = await serveFolder(folder, options);
}

const get = (path: string): Promise<Response> => fetch(new URL(path, server.address));

/** fetch would normalise such paths. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ hostname: 'localhost', port: server.port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('serveFolder', () => {
  it('serves its files at the given path, and nothing else', async () => {
    const asked: string[] = [];
    await serve({
      places: { '/a/b/': { 'X-Here': 'yes' } },
      onRequest: (path) => asked.push(path),
    });
    expect(server.address).toBe(`http://localhost:${server.port}/a/b/`);
    const page = await get('');
    expect(await page.text()).toBe('<p>here');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-here')).toBe('yes');
    expect(await (await get('sub/')).text()).toBe('<p>below');
    expect(asked).toEqual(['/a/b/', '/a/b/sub/']);
    for (const path of ['nothing.js', 'sub', '/', '/a/b', '/index.html']) {
      const missing = await get(path);
      expect(missing.status, path).toBe(404);
      expect(missing.headers.get('x-here')).toBe('yes');
    }
  });

  it('serves nothing outside of the folder', async () => {
    await serve({ places: { '/a/b/': {} } });
    for (const path of ['..%2fsecret', '..%2f..%2fsecret', '%2e%2e/secret', '..', '..%2f']) {
      expect(await statusOf(`/a/b/${path}`), path).toBe(404);
    }
  });

  it('survives malformed requests', async () => {
    await serve();
    for (const path of ['/%', '/%E0%A4%A', '//', '/%zz/index.html']) {
      expect(await statusOf(path), path).toBe(400);
    }
    expect(await statusOf('/%00')).toBe(404);
    expect(await statusOf('/')).toBe(200);
  });

  it('uses the headers of the first matching place', async () => {
    await serve({ places: { '/plain/': {}, '/': { 'X-Isolated': 'yes' } } });
    const plain = await get('/plain/');
    expect(await plain.text()).toBe('<p>here');
    expect(plain.headers.get('x-isolated')).toBeNull();
    const root = await get('/');
    expect(await root.text()).toBe('<p>here');
    expect(root.headers.get('x-isolated')).toBe('yes');
  });

  it('gzips compressible files for clients that accept it, if asked to', async () => {
    await serve({ compressed: true });
    const wasm = await get('code.wasm');
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(wasm.headers.get('content-encoding')).toBe('gzip');
    expect((await wasm.arrayBuffer()).byteLength).toBe(5000);
    const bytes = await get('net.bin');
    expect(bytes.headers.get('content-encoding')).toBeNull();
    expect(bytes.headers.get('content-type')).toBe('application/octet-stream');
    const plain = await fetch(new URL('code.wasm', server.address), {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('content-length')).toBe('5000');
    await server.close();
    await serve();
    expect((await get('code.wasm')).headers.get('content-encoding')).toBeNull();
  });

  it('gzips a file again after a change', async () => {
    await serve({ compressed: true });
    await writeFile(join(folder, 'code.js'), 'before');
    expect(await (await get('code.js')).text()).toBe('before');
    // The time resolution of some file systems.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeFile(join(folder, 'code.js'), 'after');
    expect(await (await get('code.js')).text()).toBe('after');
  });

  it('throws EADDRINUSE if the port is taken', async () => {
    await serve();
    await expect(serveFolder(folder, { port: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
