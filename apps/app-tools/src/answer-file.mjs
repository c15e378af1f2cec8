import { createReadStream, readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.wasm', '.txt']);

/**
 * Answers a request with a file, or with 500 if it is not there; breaks off what can't be read.
 *
 * @param {string} file
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ headers: Readonly<Record<string, string>>, compressed: boolean }} options
 */
export function answerFile(file, request, response, { headers, compressed }) {
  const type = extname(file);
  const all = {
    ...headers,
    'Content-Type': types[type] ?? 'application/octet-stream',
    'Cache-Control': 'no-cache',
  };
  const readsZip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  try {
    if (compressed && readsZip && compressible.has(type)) {
      const bytes = zipped(file);
      response.writeHead(200, { ...all, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
      response.end(bytes);
      return;
    }
    response.writeHead(200, { ...all, 'Content-Length': statSync(file).size });
  } catch {
    // It may not be read, or has gone since.
    response.writeHead(500, headers).end('Cannot read that file');
    return;
  }
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
