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
/** With the kernels of backend-node too, and the browser of the pages. */
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

/**
 * The least number of tests that must pass on a backend, or in a browser, in each run of the suite:
 * one that passes would not show that the others are gone. Somewhat below the present numbers. Raise
 * it as suites grow, and lower it only together with what is removed.
 *
 * @type {Readonly<Record<string, number>>}
 */
const backendFloors = {
  cpu: 2800,
  wasm: 4400,
  tensorflow: 1300,
  'cpu + node': 300,
  'tensorflow + node': 230,
  Chromium: 40,
  webgl: 700,
  webgpu: 750,
};

/**
 * @param {readonly string[]} required names of backends
 * @param {ReadonlyMap<string, number>} passed tests on each
 * @param {Readonly<Record<string, number>>} [floors]
 * @returns {string[]} a line for each that is missing, or has lost tests
 */
export function missingBackends(required, passed, floors = backendFloors) {
  return required.flatMap((name) => {
    const [count, floor] = [passed.get(name) ?? 0, floors[name] ?? 1];
    if (count === 0) return [`no test ran on ${name}`];
    return count < floor ? [`${count} tests ran on ${name}, which has had ${floor}`] : [];
  });
}
