import { expect, it } from 'vitest';

import { backendFloors, missingBackends, passedOnBackends } from '../test-report.mjs';

const test = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles });
const file = (...assertionResults: ReturnType<typeof test>[]) => ({ assertionResults });

it('counts the tests that passed on each backend', () => {
  const testResults = [
    file(test('passed', 'warp [wasm]'), test('passed', 'warp', 'cpu')),
    file(test('failed', 'warp [webgl]'), test('skipped', 'tensorflow')),
    file(test('passed', 'about wasm and webgpu'), test('passed', 'cpu', 'warp')),
    file(test('passed', '[cpu + node]'), test('skipped', '[tensorflow + node]')),
    file(test('passed', 'the page [Chromium]', 'a room')),
    file(test('passed', 'a queue [Redis]'), test('skipped', 'a queue [PostgreSQL] (skipped)')),
  ];
  const names = ['cpu', 'wasm', 'webgl', 'webgpu', 'cpu + node', 'tensorflow + node', 'Chromium'];
  names.push('Redis', 'PostgreSQL');
  expect([...passedOnBackends({ testResults }, names)]).toEqual([
    ['cpu', 2],
    ['wasm', 1],
    ['cpu + node', 1],
    ['Chromium', 1],
    ['Redis', 1],
  ]);
});

it('names backends that are gone, and those that have lost tests', () => {
  const passed = new Map([
    ['cpu', 50],
    ['wasm', 49],
    ['webgl', 1],
  ]);
  const floors = { cpu: 50, wasm: 50 };
  expect(missingBackends(['cpu', 'wasm', 'tensorflow', 'webgl'], passed, floors)).toEqual([
    '49 tests ran on wasm, which has had 50',
    'no test ran on tensorflow',
  ]);
  expect(missingBackends([], new Map())).toEqual([]);
});

it('takes skipped tests of the queue for a failure', () => {
  const skipped = [file(test('skipped', 'a queue [Redis] (skipped without Redis)'))];
  const queues = ['Redis', 'PostgreSQL'];
  expect(Object.keys(backendFloors)).toEqual(expect.arrayContaining(queues));
  expect(missingBackends(queues, passedOnBackends({ testResults: skipped }, queues))).toEqual([
    'no test ran on Redis',
    'no test ran on PostgreSQL',
  ]);
});
