import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { hashContents, hashTimes, listFiles } from '../fingerprint.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-fingerprint-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'inner'));
const first = join(folder, 'first');
const second = join(folder, 'inner', 'second');
writeFileSync(first, '1');
writeFileSync(second, '2');

it('lists what it is let into', () => {
  expect(listFiles(folder)).toEqual([first, second]);
  expect(listFiles(folder, (path) => !path.endsWith('inner'))).toEqual([first]);
  expect(listFiles(join(folder, 'nowhere'))).toEqual([]);
});

it('tells contents apart, whenever they were written', () => {
  const before = hashContents([first]);
  utimesSync(first, 0, 0);
  expect(hashContents([first])).toBe(before);
  writeFileSync(first, 'other');
  expect(hashContents([first])).not.toBe(before);
  expect(hashContents([join(folder, 'nowhere')])).not.toBe(before);
});

it('tells times of writing apart', () => {
  const before = hashTimes([second]);
  utimesSync(second, 0, 0);
  expect(hashTimes([second])).not.toBe(before);
});
