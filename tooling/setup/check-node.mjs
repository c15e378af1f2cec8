import { readManifest } from './workspace.mjs';

/**
 * @param {string} version of Node that is running, `20.19.0`
 * @param {string} range what package.json asks for, `>=20.19`
 * @returns {string | undefined} what to tell the user if it is too old
 */
export function nodeProblem(version, range) {
  const minimum = range.replace('>=', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = minimum.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `tfjs-stn needs Node ${minimum} or newer, and this is Node ${version}. Newer ones are at https://nodejs.org`;
}

// Imported first by every command, before anything can fail for this reason.
const problem = nodeProblem(process.versions.node, readManifest('.').engines.node);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
