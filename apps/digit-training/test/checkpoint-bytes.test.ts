import { expect, test } from 'vitest';

import { packCheckpoint, unpackCheckpoint } from '../src/checkpoint-bytes.js';

test('packCheckpoint writes length, padded JSON and values', () => {
  const bytes = packCheckpoint({ a: 'ü' }, [Float32Array.of(1), Float32Array.of(-2, 0)]);
  const expected = Buffer.concat([
    Buffer.from([12, 0, 0, 0]),
    Buffer.from('{"a":"ü"}  '),
    Buffer.from(Float32Array.of(1, -2, 0).buffer),
  ]);
  expect(Buffer.from(bytes).equals(expected)).toBe(true);
});

test('unpackCheckpoint returns what was packed, at any offset', () => {
  const packed = packCheckpoint({ steps: 3 }, [Float32Array.of(0.1, NaN)]);
  const shifted = Uint8Array.of(9, ...packed).subarray(1);
  const { header, values } = unpackCheckpoint(shifted) ?? {};
  expect(header).toEqual({ steps: 3 });
  expect(new Float32Array(values as ArrayBuffer)).toEqual(Float32Array.of(0.1, NaN));
});

test.each([
  ['no bytes', new Uint8Array(0)],
  ['text', new TextEncoder().encode('not a checkpoint')],
  ['a header that is no object', packCheckpoint([], []).fill(0x20, 4).fill(0x31, 4, 5)],
])('unpackCheckpoint refuses %s', (_, bytes) => {
  expect(unpackCheckpoint(bytes)).toBeUndefined();
});
