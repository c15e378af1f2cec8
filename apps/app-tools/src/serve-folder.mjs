import { createServer } from 'node:http';

import { answerFile } from './answer-file.mjs';
import { fileAt } from './file-at.mjs';

/**
 * @typedef {Readonly<Record<string, string>>} Headers of every answer
 *
 * @typedef {object} ServerOptions
 * @property {number} [port] a free one unless told otherwise
 * @property {Readonly<Record<string, Headers>>} [places] the paths at which the folder begins, from
 *   `/` to `/`, and the headers of answers there; of several that fit, the first counts. The root,
 *   without further headers, unless told otherwise
 * @property {boolean} [compressed] whether text and WebAssembly are zipped for who can read that, as
 *   most hosts do; not unless told so, for it takes time
 * @property {(path: string) => void} [onRequest] called with the path of every request
 *
 * @typedef {object} FolderServer a server of this machine for this machine
 * @property {number} port
 * @property {string} address of the first place, with a `/` at its end
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder of files on localhost.
 *
 * @param {string} folder
 * @param {ServerOptions} [options]
 * @returns {Promise<FolderServer>}
 * @throws Error with code EADDRINUSE if the port is taken, EACCES if it may not be used
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
    const file = place === undefined ? undefined : fileAt(folder, path.slice(place.length));
    if (file === undefined) response.writeHead(404, headers).end('Not found');
    else answerFile(file, request, response, { headers, compressed });
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
