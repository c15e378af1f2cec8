import { places, sampledAt, sizeOf } from './pictures.mjs';

/**
 * Holds what a contestant gives against the right result before anything is timed.
 *
 * @param {{ task: string, shape?: import('./pictures.mjs').Shape }} problem
 * @param {{ name: string, facts: any }[]} answers of all contestants
 */
export function check({ task, shape }, answers) {
  for (const { name, facts } of answers) {
    const complain = (/** @type {string} */ what) => {
      throw new Error(`${name} is wrong at '${task}': ${what}`);
    };
    if (shape) {
      // Coordinates in float32 are off by some 1e-4 pixels, and neighbours differ by up to 1.
      const expected = places(sizeOf(shape)).map((place) => sampledAt(shape, place));
      compare(facts.values, expected, 2e-3, complain);
    } else if (task === 'transformer') {
      compare(facts.values, answers[0]?.facts.values, 2e-2, complain);
    } else {
      if (!(facts.loss > 0 && facts.loss < 10)) complain(`its loss is ${facts.loss}`);
      const [first] = answers;
      if (facts.size !== first?.facts.size) {
        complain(`it trains ${facts.size} weights, and ${first?.name} ${first?.facts.size}`);
      }
    }
  }
}

/**
 * @param {readonly number[]} actual
 * @param {readonly number[]} expected
 * @param {number} tolerance
 * @param {(what: string) => void} complain
 */
function compare(actual, expected, tolerance, complain) {
  if (actual.length !== expected.length) complain(`it gives ${actual.length} values`);
  expected.forEach((value, index) => {
    const got = actual[index] ?? NaN;
    const isClose = Math.abs(got - value) <= tolerance * Math.max(1, Math.abs(value));
    if (!isClose) complain(`value ${index} is ${got}, not ${value}`);
  });
}
