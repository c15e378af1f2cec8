import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** A server of this machine for this machine. */
export interface StaticServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What makes a page cross-origin isolated, so that it may have threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/**
 * Serves a folder on localhost: under `/plain/` as any host would, elsewhere with the headers that
 * isolate a page.
 *
 * @param port 0 for any that is free
 */
export async function staticServer(folder: string, port: number): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    answer(folder, path, response).catch(() => response.writeHead(404).end('not found'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(folder: string, path: string, response: ServerResponse): Promise<void> {
  const plain = path.startsWith('/plain/');
  const name = normalize(decodeURIComponent(plain ? path.slice('/plain'.length) : path));
  const file = join(folder, name.endsWith('/') ? `${name}index.html` : name);
  if (!file.startsWith(folder)) throw new RangeError('outside of the folder');
  const content = await readFile(file);
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    ...(plain ? {} : isolation),
  });
  response.end(content);
}
