import { serveFolder } from '@tfjs-stn-apps/app-tools/serve-folder';

import { securityHeaders } from './security-headers.mjs';

/**
 * @typedef {object} PageOptions
 * @property {number} [port] a free one by default
 * @property {string} [base] the path of the page; the root by default
 * @property {Readonly<Record<string, string>>} [headers] replace the page's headers
 * @property {(path: string) => void} [onRequest]
 */

/**
 * Serves the page's folder with the page's headers and gzip, as most hosts do.
 *
 * @param {string} folder
 * @param {PageOptions} [options]
 * @returns {Promise<import('@tfjs-stn-apps/app-tools/serve-folder').FolderServer>}
 * @throws Error with code EADDRINUSE if the port is taken, EACCES if it may not be used
 */
export function startPageServer(folder, options = {}) {
  const { base = '/', headers = securityHeaders, ...others } = options;
  return serveFolder(folder, { ...others, places: { [base]: headers }, compressed: true });
}
