import { expect, it } from 'vitest';

import { backendsThatRan, countTests } from '../test-report.mjs';

const test = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles });
const file = (status: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults,
});

it('counts tests, and a file that could not run as a failure', () => {
  const testResults = [
    file('passed', test('passed'), test('skipped'), test('pending'), test('todo')),
    file('failed', test('passed'), test('failed'), test('failed')),
    file('failed'),
  ];
  expect(countTests({ testResults })).toEqual({ passed: 2, failed: 3, skipped: 3 });
});

it('finds the backends on which a test passed', () => {
  const testResults = [
    file('passed', test('passed', 'warp [wasm]'), test('passed', 'warp', 'cpu')),
    file('failed', test('failed', 'warp [webgl]'), test('skipped', 'tensorflow')),
    file('passed', test('passed', 'about wasm and webgpu')),
    file('passed', test('passed', '[cpu + node]'), test('skipped', '[tensorflow + node]')),
  ];
  expect(backendsThatRan({ testResults })).toEqual(['cpu', 'wasm', 'cpu + node']);
});
