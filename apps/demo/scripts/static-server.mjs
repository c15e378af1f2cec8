import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

import { securityHeaders } from './security-headers.mjs';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
};
const compressible = new Set(['.html', '.js', '.css', '.svg', '.wasm']);

/**
 * Serves a folder of files with the page's headers.
 *
 * @param {string} folder
 * @param {{ port?: number, base?: string, onRequest?: (path: string) => void }} [options] a free
 *   port and the root of the server unless told otherwise
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function serveFolder(folder, { port = 0, base = '/', onRequest } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = decodeURIComponent(pathname);
    onRequest?.(path);
    const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : '..';
    const file = join(folder, inside === '.' || inside === '' ? 'index.html' : inside);
    if (inside.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, securityHeaders).end('Not found');
      return;
    }
    const type = extname(file);
    const headers = {
      ...securityHeaders,
      'Content-Type': types[type] ?? 'application/octet-stream',
      'Cache-Control': 'no-cache',
    };
    if (compressible.has(type) && /\bgzip\b/.test(String(request.headers['accept-encoding']))) {
      response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
      response.end(zipped(file));
    } else {
      response.writeHead(200, { ...headers, 'Content-Length': statSync(file).size });
      createReadStream(file).pipe(response);
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  return {
    address: `http://localhost:${bound}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @type {Map<string, { time: number, bytes: Buffer }>} */
const kept = new Map();

/** @param {string} file */
function zipped(file) {
  const time = statSync(file).mtimeMs;
  const known = kept.get(file);
  if (known?.time === time) return known.bytes;
  const bytes = gzipSync(readFileSync(file), { level: 9 });
  kept.set(file, { time, bytes });
  return bytes;
}
