import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FormatError, OptionError } from '@tfjs-stn/core/errors';
import { isPythonMissing, runPython } from '@tfjs-stn-tooling/test-support/python';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readSafetensors, toFloat32, writeSafetensors, type StoredTensor } from '../src/index.js';
import { bytesOf, decode, pytorchFiles } from './support/pytorch-files.js';

/** A file with this header and so many bytes of values, as nothing checks it. */
function fileWith(header: unknown, values = 0): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const file = new Uint8Array(8 + text.length + values);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const entry = (begin: number, end: number): object => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it.each(pytorchFiles.filter(({ name }) => name.startsWith('safetensors')))(
    'reads what Python wrote: $name',
    ({ file, tensors = [] }) => {
      const read = readSafetensors(decode(file));
      expect([...read.keys()].sort()).toEqual(tensors.map(({ name }) => name).sort());
      for (const { name, dtype, values } of tensors) {
        const tensor = read.get(name) as StoredTensor;
        expect([tensor.dtype, tensor.shape]).toEqual([dtype, values.shape]);
        expect(toFloat32(tensor)).toEqual(values.data);
      }
    },
  );

  it('keeps nothing of the bytes, at any alignment', () => {
    const file = bytesOf('safetensors, every type');
    for (const shift of [0, 1, 3]) {
      const shifted = new Uint8Array(file.length + shift).subarray(shift);
      shifted.set(file);
      const read = readSafetensors(shifted);
      shifted.fill(0);
      expect(read).toEqual(readSafetensors(file));
    }
  });

  it('reads a header whose length is no multiple of 8', () => {
    const file = fileWith('{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}', 8);
    expect(file.length % 8).not.toBe(0);
    expect(readSafetensors(file)).toEqual(
      new Map([['a', { dtype: 'F64', shape: [], data: new Float64Array(1) }]]),
    );
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'a file must have at least 8 bytes, got 0'],
    [
      'a header of 2^60 bytes',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 16),
      'the header must end in the file of 8 bytes, got 1152921504606847000 bytes. The file is cut off, or not a safetensors file',
    ],
    ['text', fileWith('hello'), 'the header must be JSON, got '],
    ['bytes that are no text', fileWith('').fill(255, 0, 1), 'the header must end in the file'],
    ['a list', fileWith([]), 'the header must be a JSON object, got []'],
    ['nothing', fileWith('null'), 'the header must be a JSON object, got null'],
    [
      'a key twice',
      fileWith('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0061":{}}'),
      "a key must be in the header once, got 'a' twice",
    ],
    [
      'a dtype twice',
      fileWith('{"a{\\"":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}}'),
      "a key must be in the header once, got 'dtype' twice",
    ],
    [
      '__proto__ as a name',
      fileWith('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
      "a tensor must have a name that is not reserved, got '__proto__'",
    ],
    [
      'constructor as a dtype',
      fileWith({ a: { dtype: 'constructor', shape: [1], data_offsets: [0, 4] } }, 4),
      "there must be a known dtype of 'a', got 'constructor'",
    ],
    [
      'a shape with a fraction',
      fileWith({ a: { dtype: 'F32', shape: [0.5], data_offsets: [0, 2] } }, 2),
      "there must be whole numbers in the shape of 'a', got [0.5]",
    ],
    [
      'a shape whose size overflows',
      fileWith({ a: { dtype: 'F32', shape: [2 ** 32, 2 ** 32], data_offsets: [0, 0] } }),
      "the shape [4294967296, 4294967296] of F32 must take data_offsets, got 0 bytes for 'a'",
    ],
    [
      'offsets in reverse',
      fileWith({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 0] } }, 4),
      "there must be a begin and an end in data_offsets of 'a', got [4, 0]",
    ],
    [
      'values outside of the file',
      fileWith({ a: entry(0, 400) }, 4),
      'the tensors must take the 4 bytes of values, got 400',
    ],
    [
      'overlapping values',
      fileWith({ a: entry(0, 8), b: entry(4, 12) }, 12),
      "'b' must begin at byte 8, got 4",
    ],
    ['a gap', fileWith({ a: entry(0, 4), b: entry(8, 12) }, 12), "'b' must begin at byte 4, got 8"],
    [
      'values of no tensor',
      fileWith({ a: entry(0, 4) }, 12),
      'the tensors must take the 12 bytes of values, got 4',
    ],
    [
      'a long name',
      fileWith({ ['a'.repeat(2000)]: entry(0, 4) }, 4),
      'a name must have at most 1024 characters, got 2000',
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readSafetensors(file)).toThrow(FormatError);
    expect(() => readSafetensors(file)).toThrow(`readSafetensors: ${message}`);
  });

  it('refuses text that is not UTF-8', () => {
    const file = fileWith('{"a":1}');
    file[9] = 0xff;
    expect(() => readSafetensors(file)).toThrow('the header must be UTF-8, got other bytes');
  });

  it('refuses what is not bytes', () => {
    expect(() => readSafetensors([1, 2] as never)).toThrow(
      'bytes must be a Uint8Array, got [1, 2]',
    );
  });

  it.each([
    ['10^6 keys', () => `{${Array.from({ length: 1e6 }, (_, i) => `"${i}":{}`).join()}}`],
    ['deep lists', () => '['.repeat(7e6)],
    ['one long string', () => `{"a":"${'\\\\'.repeat(3e6)}"}`],
    ['open and closed lists', () => `{"__metadata__":${'['.repeat(4e6)}${']'.repeat(4e6)}}`],
    ['many brackets', () => `[${'[],'.repeat(2e6)}[]]`],
  ])('refuses a large header in bounded time: %s', (_, header) => {
    const file = fileWith(header());
    const start = performance.now();
    expect(() => readSafetensors(file)).toThrow(FormatError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('reads 100 MB in at most twice the time of a copy', () => {
    const data = new Float32Array(25e6).fill(1);
    const file = writeSafetensors([['a', { dtype: 'F32', shape: [25e6], data }]]);
    const best = { copy: Infinity, read: Infinity };
    const time = (name: keyof typeof best, run: () => unknown): void => {
      const start = performance.now();
      run();
      best[name] = Math.min(best[name], performance.now() - start);
    };
    for (let round = 0; round < 5; round++) {
      time('copy', () => file.slice());
      time('read', () => readSafetensors(file));
    }
    expect(best.read).toBeLessThan(2 * best.copy);
  });

  it('throws nothing but FormatError for damaged files', () => {
    const file = bytesOf('safetensors, every type');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1 }),
        (edits) => {
          const damaged = file.slice();
          for (const [at, value] of edits) damaged[at] = value;
          expectReadOrFormatError(() => readSafetensors(damaged));
        },
      ),
      { numRuns: 2000 },
    );
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.slice(0, length))).toThrow(FormatError);
    }
  });
});

function expectReadOrFormatError(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

describe('writeSafetensors', () => {
  it('writes what it reads, in the same order', () => {
    const read = readSafetensors(bytesOf('safetensors, every type'));
    const reversed = new Map([...read].reverse());
    const again = readSafetensors(writeSafetensors(reversed));
    expect([...again]).toEqual([...reversed]);
  });

  it('writes the same tensors as Python, each aligned', () => {
    const file = writeSafetensors([
      ['b', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
      ['é', { dtype: 'F32', shape: [1, 2], data: Float32Array.of(1, 2) }],
    ]);
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))).toEqual({
      __metadata__: { format: 'pt' },
      b: { dtype: 'U8', shape: [3], data_offsets: [8, 11] },
      é: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([...file.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 64, 1, 2, 3]);
  });

  it.each<[string, unknown, string]>([
    ['__metadata__', {}, "a tensor must not have a reserved name, got '__metadata__'"],
    ['a', { dtype: 'F8' }, "the dtype of 'a' must be one of safetensors, got 'F8'"],
    [
      'a',
      { dtype: 'F32', shape: [3], data: Float32Array.of(1, 2) },
      "the data of 'a' must be F32 values, got Float32Array of 2 for [3]",
    ],
    [
      'a',
      { dtype: 'F32', shape: [2], data: Float64Array.of(1, 2) },
      "the data of 'a' must be F32 values, got Float64Array of 2 for [2]",
    ],
  ])('refuses %s: %j', (name, tensor, message) => {
    const write = (): unknown => writeSafetensors([[name, tensor as StoredTensor]]);
    expect(write).toThrow(OptionError);
    expect(write).toThrow(`writeSafetensors: ${message}`);
  });
});

describe.skipIf(isPythonMissing('safetensors', 'torch'))('as safetensors in Python', () => {
  let folder = '';
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-safetensors-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What Python reads from each file: names, types, shapes and values; null where it refuses. */
  const readInPython = (files: readonly Uint8Array[]): unknown => {
    const paths = files.map((file, index) => {
      const path = join(folder, `${index}.safetensors`);
      writeFileSync(path, file);
      return path;
    });
    const script = `
import json, sys
from safetensors import SafetensorError
from safetensors.torch import load_file

def read(path):
    try:
        tensors = load_file(path)
    except SafetensorError:
        return None
    return {name: [str(t.dtype)[6:], list(t.shape), t.double().flatten().tolist()]
            for name, t in tensors.items()}

print(json.dumps([read(path) for path in sys.argv[1:]]))`;
    return JSON.parse(runPython(['-c', script, ...paths])) as unknown;
  };

  it('writes what it reads: every type, a scalar, nothing, names beyond ASCII', () => {
    const numbers = [0, 1, 0, 3];
    const bits = Uint16Array.of(0, 0x3c00, 0x8000, 0xc200);
    const written: readonly [string, string, StoredTensor][] = [
      ['U8', 'uint8', { dtype: 'U8', shape: [4], data: Uint8Array.from(numbers) }],
      ['I8', 'int8', { dtype: 'I8', shape: [2, 2], data: Int8Array.from(numbers) }],
      ['I16', 'int16', { dtype: 'I16', shape: [4], data: Int16Array.from(numbers) }],
      ['F16', 'float16', { dtype: 'F16', shape: [4], data: bits }],
      ['BF16', 'bfloat16', { dtype: 'BF16', shape: [4], data: bits }],
      ['I32', 'int32', { dtype: 'I32', shape: [1, 4], data: Int32Array.from(numbers) }],
      ['F64', 'float64', { dtype: 'F64', shape: [4], data: Float64Array.from(numbers) }],
      ['I64', 'int64', { dtype: 'I64', shape: [4], data: BigInt64Array.of(0n, 1n, 0n, 3n) }],
      ['é "\n', 'float32', { dtype: 'F32', shape: [], data: Float32Array.of(0.1) }],
      ['none', 'float32', { dtype: 'F32', shape: [3, 0], data: new Float32Array(0) }],
      ['BOOL', 'bool', { dtype: 'BOOL', shape: [2], data: Uint8Array.of(1, 0) }],
    ];
    const file = writeSafetensors(written.map(([name, , tensor]) => [name, tensor]));
    const expected = written.map(([name, type, tensor]) => [
      name,
      [type, tensor.shape, [...toFloat32(tensor)]],
    ]);
    expect(readInPython([file])).toEqual([Object.fromEntries(expected)]);
  });

  it('takes and refuses the same files', () => {
    const byte = { dtype: 'U8', shape: [1], data_offsets: [0, 1] };
    const files: readonly [Uint8Array, boolean][] = [
      [fileWith({ a: entry(0, 4) }, 4), true],
      // Neither the header nor a tensor has to be aligned: known files are not.
      [fileWith(JSON.stringify({ a: entry(0, 4) }).padEnd(71), 4), true],
      [fileWith({ a: byte, b: entry(1, 5) }, 5), true],
      [fileWith({}), true],
      [fileWith({ a: entry(4, 8) }, 8), false],
      [fileWith({ a: entry(0, 4) }, 8), false],
      [fileWith({ a: entry(0, 8), b: entry(4, 12) }, 12), false],
      [fileWith({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 5] } }, 5), false],
      [fileWith({ a: { dtype: 'F33', shape: [1], data_offsets: [0, 4] } }, 4), false],
      [fileWith('[]'), false],
    ];
    const ours = files.map(([file]) => {
      try {
        readSafetensors(file);
        return true;
      } catch {
        return false;
      }
    });
    const theirs = (readInPython(files.map(([file]) => file)) as unknown[]).map((x) => x !== null);
    const expected = files.map(([, isTaken]) => isTaken);
    expect({ ours, theirs }).toEqual({ ours: expected, theirs: expected });
  });
});

describe('toFloat32', () => {
  it('reads every half and bfloat16', () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, index) => index);
    const tensor = { shape: [2 ** 16], data: bits };
    const halves = toFloat32({ dtype: 'F16', ...tensor });
    // IEEE 754 by the definition, in another way: scaled from the bits of a float32.
    const scale = 2 ** 112;
    const rest = Float32Array.from(bits, (value) => {
      const word = ((value & 0x8000) << 16) | ((value & 0x7fff) << 13);
      const scaled = new Float32Array(Uint32Array.of(word).buffer)[0] ?? 0;
      if ((value & 0x7c00) !== 0x7c00) return scaled * scale;
      return (value & 0x3ff) === 0 ? Math.sign(scaled) * Infinity : NaN;
    });
    expect(halves).toEqual(rest);
    expect(toFloat32({ dtype: 'BF16', ...tensor })[0x3f80]).toBe(1);
    expect(toFloat32({ dtype: 'BF16', ...tensor })[0xc020]).toBe(-2.5);
  });
});
