/// <reference path="./compression.d.ts" />
import { createServer } from 'node:http';

import compression from 'compression';
import send from 'send';

/**
 * @typedef {Readonly<Record<string, string>>} Headers of every response
 *
 * @typedef {object} ServerOptions
 * @property {number} [port] a free one by default
 * @property {Readonly<Record<string, Headers>>} [places] base paths of the folder, from `/` to `/`, with
 *   the headers of their responses; the first match counts. The root without headers by default
 * @property {boolean} [compressed] whether text and WebAssembly are gzipped for clients that accept
 *   it, as most hosts do; false by default, because it takes time
 * @property {(path: string) => void} [onRequest] called with the path of every request
 *
 * @typedef {object} FolderServer a server on localhost
 * @property {number} port
 * @property {string} address the URL of the first place, with a trailing `/`
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder of files on localhost.
 *
 * @param {string} folder
 * @param {ServerOptions} [options]
 * @returns {Promise<FolderServer>}
 * @throws Error with code EADDRINUSE if the port is taken, EACCES if it is reserved
 */
export async function serveFolder(folder, options = {}) {
  const { port: wanted = 0, places = { '/': {} }, compressed = false, onRequest } = options;
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    const place = Object.keys(places).find((base) => path?.startsWith(base));
    const headers = places[place ?? Object.keys(places)[0] ?? ''] ?? {};
    if (path === undefined) {
      response.writeHead(400, headers).end('Bad request');
      return;
    }
    onRequest?.(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const answer = () => answerFile(folder, path.slice(place?.length), request, response);
    if (place === undefined) response.writeHead(404).end('Not found');
    else if (compressed) compress(request, response, answer);
    else answer();
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    address: `http://localhost:${port}${Object.keys(places)[0]}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const compress = compression();

/**
 * @param {string} folder
 * @param {string} path below it, decoded; that of a folder ends with `/`
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answerFile(folder, path, request, response) {
  const fail = (/** @type {number} */ status) => {
    // Where the head is out, only breaking off tells.
    if (response.headersSent) response.destroy();
    else response.writeHead(status).end(status === 404 ? 'Not found' : 'Cannot read that file');
  };
  response.setHeader('Cache-Control', 'no-cache');
  /** @type {import('send').SendOptions} */
  const options = { root: folder, dotfiles: 'allow', etag: false, lastModified: false };
  send(request, encodeURI(`/${path}`), { ...options, cacheControl: false, acceptRanges: false })
    .on('directory', () => fail(404))
    // A path that leads outside is 403 to send, and one with a zero byte 400.
    .on('error', ({ status }) => fail(status < 500 ? 404 : 500))
    .pipe(response);
}

/**
 * @param {string | undefined} url
 * @returns {string | undefined} the path, or undefined if the URL is malformed
 */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}
