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
 * @template Server
 * @param {number} port
 * @param {(port: number) => Promise<Server>} start
 * @returns {Promise<Server>}
 * @throws UserError if the port can't be used
 */
export async function startOnPort(port, start) {
  try {
    return await start(port);
  } catch (error) {
    throw new UserError(listenProblem(/** @type {NodeJS.ErrnoException} */ (error), port));
  }
}

/**
 * Prints a server's address, and closes it on Ctrl-C, SIGTERM or SIGHUP.
 *
 * @param {string} what begins the line: `The page`
 * @param {import('./serve-folder.mjs').FolderServer} server
 */
export function serveUntilStopped(what, server) {
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
