import { UserError } from './user-error.mjs';

/**
 * @param {string} text of the option `--port`
 * @returns {number} from 0, which stands for any free port, to 65535
 * @throws UserError if it is none
 */
export function parsePort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port must be a number from 0 to 65535, got ${text}`);
}

/**
 * Starts a server, prints its address, and closes it on Ctrl-C, SIGTERM or SIGHUP.
 *
 * @param {string} what begins the line with the address: `The page`
 * @param {number} port
 * @param {(port: number) => Promise<import('./serve-folder.mjs').FolderServer>} start
 * @throws UserError if the port can't be used
 */
export async function serveUntilStopped(what, port, start) {
  const server = await start(port).catch((error) => {
    throw new UserError(listenProblem(error, port));
  });
  console.log(`${what} is at ${server.address} (Ctrl-C stops)`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void server.close());
  }
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {number} port
 */
function listenProblem({ code, message }, port) {
  const remedy = 'Choose another with --port, or 0 for any';
  if (code === 'EADDRINUSE') return `port ${port} is taken. ${remedy}`;
  if (code === 'EACCES') return `port ${port} is reserved for the system. ${remedy}`;
  return `port ${port} cannot be used (${code ?? message}). ${remedy}`;
}
