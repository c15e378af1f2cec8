/**
 * @param {string} version what is running, `20.19.0`
 * @param {string} range what package.json asks for, `>=20.19`
 * @returns {string | undefined} what to tell the user, if this Node is too old
 */
export function nodeProblem(version, range) {
  const minimum = range.replace('>=', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = minimum.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `tfjs-stn needs Node ${minimum} or newer, and this is Node ${version}. Newer ones are at https://nodejs.org`;
}
