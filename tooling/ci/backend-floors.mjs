/**
 * How many tests have to pass on a backend, or in a browser, in each run of the suite, at least: one
 * that passes would not show that the others are gone. Rather below what there is, so that a test or
 * two can go; to be raised as suites grow, and lowered only together with what was taken away.
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
