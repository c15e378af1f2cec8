/**
 * Why a server did not start, in one line.
 *
 * @param {unknown} error
 * @param {number} port
 */
export function listenProblem(error, port) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  const remedy = 'Choose another with --port, or 0 for any';
  if (code === 'EADDRINUSE') return `port ${port} is taken. ${remedy}`;
  if (code === 'EACCES') return `port ${port} is reserved for the system. ${remedy}`;
  return `port ${port} cannot be used (${code ?? String(error)}). ${remedy}`;
}
