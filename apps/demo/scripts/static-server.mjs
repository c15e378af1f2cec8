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
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.svg', '.wasm', '.txt']);

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] a free one unless told otherwise
 * @property {string} [base] where the folder begins, the root unless told otherwise
 * @property {Readonly<Record<string, string>>} [headers] of every answer
 * @property {(path: string) => void} [onRequest]
 */

/**
 * Serves a folder of files with the page's headers.
 *
 * @param {string} folder
 * @param {ServerOptions} [options]
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 * @throws Error with code EADDRINUSE if the port is taken, EACCES if it may not be used
 */
export async function serveFolder(folder, options = {}) {
  const { port = 0, base = '/', headers = securityHeaders, onRequest } = options;
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    if (path === undefined) {
      response.writeHead(400, headers).end('Bad request');
      return;
    }
    onRequest?.(path);
    const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : '..';
    const file = join(folder, inside === '.' || inside === '' ? 'index.html' : inside);
    try {
      if (inside.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(404, headers).end('Not found');
      } else answer(file, request, response, headers);
    } catch {
      // A file that may not be read, or has gone since.
      response.writeHead(500, headers).end('Cannot read that file');
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

/**
 * @param {string | undefined} url
 * @returns {string | undefined} the path, or undefined if the address makes no sense
 */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Readonly<Record<string, string>>} shared
 */
function answer(file, request, response, shared) {
  const type = extname(file);
  const headers = {
    ...shared,
    'Content-Type': types[type] ?? 'application/octet-stream',
    'Cache-Control': 'no-cache',
  };
  if (compressible.has(type) && /\bgzip\b/.test(String(request.headers['accept-encoding']))) {
    const bytes = zipped(file);
    response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
    response.end(bytes);
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Length': statSync(file).size });
  const stream = createReadStream(file);
  // The head is out, so that breaking off is all that tells.
  stream.on('error', () => response.destroy());
  stream.pipe(response);
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
