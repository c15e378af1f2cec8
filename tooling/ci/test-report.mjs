/**
 * @typedef {object} Assertion
 * @property {string[]} ancestorTitles
 * @property {string} status
 *
 * @typedef {object} TestReport what vitest's JSON reporter writes
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numTotalTests
 * @property {{ assertionResults: Assertion[] }[]} testResults
 */

/**
 * The tfjs backends whose tests must run in each run of the suite, `+ node` with the kernels of
 * backend-node, the browser, and the servers of the paper's queue; with the least number of tests that
 * must pass there, since one that passes does not show that the others are gone. Somewhat below the
 * present numbers. Raise them as suites grow, and lower them only together with what is removed.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const backendFloors = {
  cpu: 2800,
  wasm: 4400,
  tensorflow: 1300,
  'cpu + node': 300,
  'tensorflow + node': 230,
  Chromium: 40,
  webgl: 700,
  webgpu: 750,
  Redis: 5,
  PostgreSQL: 5,
};

/**
 * @param {Pick<TestReport, 'testResults'>} report
 * @param {readonly string[]} names of backends
 * @returns {Map<string, number>} how many tests passed on which of them: those under a suite that is
 *   called `wasm` or has `[wasm]` in its title
 */
export function passedOnBackends({ testResults }, names) {
  const passed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed');
  const ranOn = (/** @type {string} */ name, /** @type {Assertion} */ { ancestorTitles }) =>
    ancestorTitles.some((title) => title === name || title.includes(`[${name}]`));
  const counts = names.map(
    (name) => /** @type {const} */ ([name, passed.filter((test) => ranOn(name, test)).length]),
  );
  return new Map(counts.filter(([, count]) => count > 0));
}

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
