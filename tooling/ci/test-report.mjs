/**
 * @typedef {object} Assertion
 * @property {string[]} ancestorTitles
 * @property {string} status
 *
 * @typedef {object} TestReport what vitest's JSON reporter writes
 * @property {{ name: string, status: string, assertionResults: Assertion[] }[]} testResults
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @param {TestReport} report
 * @returns {Counts} where a file that could not run its tests counts as one failure
 */
export function countTests({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (/** @type {string} */ status) =>
    tests.filter((test) => test.status === status).length;
  const failedFiles = testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  const passed = count('passed');
  const failed = count('failed');
  return { passed, failed: failed + failedFiles.length, skipped: tests.length - passed - failed };
}

const tfjsBackends = ['cpu', 'wasm', 'webgl', 'webgpu', 'tensorflow'];
/** Backends with kernels that are not all of their tests' subject, and the browser of the pages. */
const backendNames = [...tfjsBackends, 'cpu + node', 'tensorflow + node', 'Chromium'];

/**
 * @param {TestReport} report
 * @returns {Map<string, number>} how many tests passed on which tfjs backend: those under a suite
 *   that is called `wasm` or has `[wasm]` in its title
 */
export function passedOnBackends({ testResults }) {
  const passed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed');
  const ranOn = (/** @type {string} */ name, /** @type {Assertion} */ { ancestorTitles }) =>
    ancestorTitles.some((title) => title === name || title.includes(`[${name}]`));
  const counts = backendNames.map(
    (name) => /** @type {const} */ ([name, passed.filter((test) => ranOn(name, test)).length]),
  );
  return new Map(counts.filter(([, count]) => count > 0));
}
