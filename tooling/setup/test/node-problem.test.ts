import { expect, it } from 'vitest';

import { nodeProblem } from '../node-problem.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes Node %s', (version) => {
  expect(nodeProblem(version, '>=20.19')).toBeUndefined();
});

it.each(['18.20.4', '20.18.3', '20.9.0'])('refuses Node %s', (version) => {
  expect(nodeProblem(version, '>=20.19')).toBe(
    `tfjs-stn needs Node 20.19 or newer, and this is Node ${version}. Newer ones are at https://nodejs.org`,
  );
});
