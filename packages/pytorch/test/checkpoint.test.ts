import { FormatError } from '@tfjs-stn/core/errors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCheckpoint, toFloat32, type StoredTensor } from '../src/index.js';
import { bytesOf, decode, pytorchFiles } from './support/pytorch-files.js';
import { writeZip, type ZipOptions } from './support/write-zip.js';

describe('readCheckpoint', () => {
  it.each(pytorchFiles.filter(({ name, tensors }) => name.startsWith('checkpoint') && tensors))(
    'reads what PyTorch wrote: $name',
    ({ file, tensors = [] }) => {
      const read = readCheckpoint(decode(file));
      expect([...read.keys()]).toEqual(tensors.map(({ name }) => name));
      for (const { name, dtype, values } of tensors) {
        const tensor = read.get(name) as StoredTensor;
        expect([tensor.dtype, tensor.shape]).toEqual([dtype, values.shape]);
        expect(toFloat32(tensor)).toEqual(values.data);
      }
    },
  );

  it('reads parameters as tensors', () => {
    const read = readCheckpoint(bytesOf('checkpoint, parameters'));
    expect([...read].map(([name, { shape }]) => [name, shape])).toEqual([
      ['later.0.weight', [3, 2, 3, 3]],
      ['later.0.bias', [3]],
      ['later.1.weight', [3]],
      ['later.1.bias', [3]],
      ['earlier.weight', [2, 3]],
      ['earlier.bias', [2]],
    ]);
  });

  it('gives tensors that share their values once', () => {
    const read = readCheckpoint(bytesOf('checkpoint, views and shared storage'));
    expect(read.get('tied again')).toBe(read.get('tied'));
    expect(read.get('offset')).not.toBe(read.get('tied'));
  });

  it.each([
    [
      'legacy',
      'a checkpoint must be a zip file, got one of before PyTorch 1.6. Load and save it again',
    ],
    [
      'a whole module',
      'a state_dict must hold tensors only, got torch.nn.modules.linear.Linear. It was not run. Save model.state_dict() alone',
    ],
    [
      'a number in the dict',
      "a state_dict must hold tensors by name, got 3 for 'epoch'. Save model.state_dict() alone",
    ],
    [
      'a dict in the dict',
      "a state_dict must hold tensors by name, got a dict for 'state_dict'. Save model.state_dict() alone",
    ],
    ['a list', 'a checkpoint must hold a dict, got [an object]'],
    ['a sparse tensor', 'got torch._utils._rebuild_sparse_tensor. It was not run'],
    ['a NumPy array', 'got numpy._core.multiarray._reconstruct. It was not run'],
    ['TorchScript', 'got a compressed or encrypted file. Save model.state_dict() with torch.save'],
  ])('refuses %s', (name, message) => {
    const read = (): unknown => readCheckpoint(bytesOf(`refused, ${name}`));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });
});

const { raw } = String;
const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
const word = (value: number): number[] => [...new Uint8Array(Uint32Array.of(value).buffer)];
/** A name, and a short string, as a pickle has them. */
const named = (name: string): number[] => [0x63, ...ascii(`${name.replace(/\.(?=\w+$)/, '\n')}\n`)];
const short = (text: string): number[] => [0x8c, text.length, ...ascii(text)];

const storage = [
  [0x28, short('storage'), named('torch.FloatStorage'), short('0'), 0x74, 0x51], // a persistent id
].flat(2);
/** A tuple of whole numbers. */
const tuple = (values: readonly number[]): number[] => [
  0x28,
  ...values.flatMap((value) => [0x4a, ...word(value)]),
  0x74,
];
/** A dict with one tensor, of a storage of 4 values. */
const tensor = (shape: number[], strides: number[], offset = 0): number[] =>
  [
    [0x7d, 0x28, short('a'), named('torch._utils._rebuild_tensor_v2'), 0x28, storage],
    [0x4a, word(offset), tuple(shape), tuple(strides), 0x89, 0x4e, 0x74, 0x52, 0x75],
  ].flat(2);

/** A checkpoint with this pickle, and its one storage. */
function checkpoint(pickle: readonly number[], options: ZipOptions = {}): Uint8Array {
  const files = {
    'a/data.pkl': Uint8Array.of(0x80, 2, ...pickle, 0x2e),
    'a/data/0': new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer),
  };
  return writeZip(files, options);
}

describe('readCheckpoint of hostile pickles', () => {
  it('reads the plain one that the others are made of', () => {
    const read = readCheckpoint(checkpoint(tensor([2, 2], [1, 2])));
    expect(read).toEqual(
      new Map([['a', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, 3, 2, 4) }]]),
    );
  });

  it.each<[string, readonly number[], string]>([
    [
      'a call of the system',
      [...named('posix.system'), ...short('id'), 0x85, 0x52],
      'got posix.system. It was not run',
    ],
    [
      'a name made of strings',
      [...short('builtins'), ...short('eval'), 0x93],
      'got builtins.eval. It was not run',
    ],
    [
      'a constructor',
      [...named('torch.FloatStorage'), 0x29, 0x81],
      'a state_dict must have no pickle instruction 0x81',
    ],
    [
      'a call of a type',
      [...named('torch.FloatStorage'), 0x29, 0x52],
      'a state_dict must not call torch.FloatStorage',
    ],
    [
      'a call of a string',
      [...short('a'), 0x29, 0x52],
      'the pickle must call a function by its name',
    ],
    ['bytes of negative length', [0x42, ...word(0xfffffffb)], 'no pickle instruction 0x42'],
    ['a text of 4 GB', [0x58, ...word(0xffffffff)], 'It is cut off'],
    ['a number of 255 bytes', [0x8a, 255], 'a whole number must have at most 8 bytes, got 255'],
    ['no value', [], 'the pickle must have a value for each instruction'],
    ['no mark', [0x74], 'the pickle must mark where a list begins'],
    ['a value of no memo', [0x68, 1], 'the pickle must refer to a value that it has, got 1'],
    ['items of no dict', [0x4e, 0x4e, 0x4e, 0x73], 'the pickle must put items into a dict'],
    ['items of no list', [0x4e, 0x4e, 0x61], 'the pickle must append items to a list'],
    ['a line without end', [0x63, 0x41], 'a line of the pickle must end'],
    [
      'a dict that holds itself',
      [0x7d, 0x71, 0, ...short('a'), 0x68, 0, 0x73],
      "got a dict for 'a'",
    ],
    ['__proto__ as a name', [0x7d, ...short('__proto__'), 0x4e, 0x73], "got null for '__proto__'"],
    ['a number as a name', [0x7d, 0x4b, 1, 0x4e, 0x73], 'got null for 1'],
    ['a storage that is missing', [...short('storage'), 0x51], 'a storage must be in the file'],
    ['more than its storage', tensor([5], [1]), 'a tensor [5] must lie in its storage of 4 values'],
    [
      'an offset beyond it',
      tensor([1], [1], 4),
      'a tensor [1] must lie in its storage of 4 values',
    ],
    ['a negative size', tensor([0xffffffff], [1]), 'a tensor must have a storage'],
    ['a negative stride', tensor([2], [0xffffffff], 3), 'a tensor must have a storage'],
    ['shape and strides of different length', tensor([2], []), 'a tensor must have a storage'],
    [
      '1000 axes',
      tensor(Array<number>(1000).fill(1), Array<number>(1000).fill(1)),
      'a tensor must have a storage',
    ],
    [
      '10^9 values of one',
      tensor([1e9], [0]),
      'the tensors must take at most twice the bytes of the file',
    ],
  ])('refuses %s', (_, pickle, message) => {
    const read = (): unknown => readCheckpoint(checkpoint(pickle));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });

  it.each([
    ['dicts', 0x7d],
    ['empty tuples', 0x29],
    ['marks', 0x28],
    ['nothing', 0x4e],
  ])('reads 8 MB of %s in bounded time', (_, code) => {
    const pickle = new Uint8Array(8e6).fill(code);
    const start = performance.now();
    expect(() => readCheckpoint(writeZip({ 'a/data.pkl': pickle }))).toThrow(FormatError);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('refuses a pickle of more than 16 MiB', () => {
    const files = { 'a/data.pkl': new Uint8Array(2 ** 24 + 1) };
    expect(() => readCheckpoint(writeZip(files))).toThrow(
      'data.pkl must have at most 16777216 bytes',
    );
  });
});

describe('readCheckpoint of hostile zip files', () => {
  const plain = tensor([4], [1]);

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'a checkpoint must be a zip file, got no end record'],
    [
      'text',
      new TextEncoder().encode(raw`{"not": "a zip file"} `.repeat(99)),
      'a checkpoint must be a zip file, got no end record',
    ],
    ['compressed files', checkpoint(plain, { method: 8 }), "'a/data.pkl' must be stored as it is"],
    ['encrypted files', checkpoint(plain, { flags: 1 }), "'a/data.pkl' must be stored as it is"],
    [
      '2^32 - 2 files',
      checkpoint(plain, { count: 0xfffe }),
      'an entry of the directory must begin at byte',
    ],
    [
      'a directory outside',
      checkpoint(plain, { directory: 0xfffffff0 }),
      'an entry of the directory must begin at byte 4294967280',
    ],
    ['a size outside', checkpoint(plain, { size: 0xfffffff0 }), 'bytes '],
    ['no data.pkl', writeZip({ 'a/other': Uint8Array.of(1) }), 'a checkpoint must hold data.pkl'],
    [
      'a big-endian machine',
      writeZip({ 'a/data.pkl': Uint8Array.of(0x2e), 'a/byteorder': Buffer.from('big') }),
      "the byte order must be little, got 'big'",
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readCheckpoint(file)).toThrow(FormatError);
    expect(() => readCheckpoint(file)).toThrow(`readCheckpoint: ${message}`);
  });

  it('refuses a changed value, which only its checksum shows', () => {
    const file = checkpoint(plain);
    const at = Buffer.from(file).indexOf(Buffer.from(Float32Array.of(3).buffer));
    file[at + 2] = 0x41;
    const read = (): unknown => readCheckpoint(file);
    expect(read).toThrow(FormatError);
    expect(read).toThrow("readCheckpoint: 'a/data/0' must match its checksum. The file is damaged");
  });

  it('reads files without checksums, as PyTorch writes them with set_crc32_options(False)', () => {
    const file = checkpoint(plain, { checksum: 0 });
    expect(readCheckpoint(file)).toEqual(readCheckpoint(checkpoint(plain)));
  });

  it('refuses a name that is not text, in bounded time', () => {
    // Tuples of one tuple twice, 60 deep: written out they would take 2^60 characters.
    const nest = Array.from({ length: 60 }, () => [0x68, 0, 0x68, 0, 0x86, 0x71, 0]).flat();
    const pickle = [0x80, 4, 0x29, 0x71, 0, ...nest, 0x68, 0, 0x68, 0, 0x93, 0x2e];
    const file = writeZip({ 'a/data.pkl': Uint8Array.from(pickle) });
    expect(() => readCheckpoint(file)).toThrow(FormatError);
    expect(() => readCheckpoint(file)).toThrow('a name in the pickle must be text');
  });

  it('refuses a file twice', () => {
    const file = writeZip({ 'a/data.pkl': Uint8Array.of(0x2e), 'a/data.pkm': Uint8Array.of(0x2e) });
    for (let at = 0; at < file.length; at++)
      if (file[at] === 0x6d && file[at - 1] === 0x6b) file[at] = 0x6c;
    expect(() => readCheckpoint(file)).toThrow("a file must be in it once, got 'a/data.pkl' twice");
  });

  it('reads a file with a comment', () => {
    const file = checkpoint(plain);
    const commented = Uint8Array.of(...file, ...ascii('comment'));
    commented[file.length - 2] = 7;
    expect(readCheckpoint(commented)).toEqual(readCheckpoint(file));
  });

  it('throws nothing but FormatError for damaged files', () => {
    const file = withoutChecksums(bytesOf('checkpoint, a module'));
    // Most bytes are padding: look where the pickle and the directory are.
    const busy = [...file.keys()].filter((at) => file[at] !== 0 && file[at] !== 0x46);
    const edits = fc.array(fc.tuple(fc.constantFrom(...busy), fc.nat(255)), { minLength: 1 });
    fc.assert(
      fc.property(edits, (changes) => {
        const damaged = file.slice();
        for (const [at, value] of changes) damaged[at] = value;
        try {
          readCheckpoint(damaged);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
    for (let length = 0; length < file.length; length += 7) {
      expect(() => readCheckpoint(file.slice(0, length))).toThrow(FormatError);
    }
  });
});

/** So that damage reaches what lies behind the checksums. */
function withoutChecksums(file: Uint8Array): Uint8Array {
  const copy = Buffer.from(file);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 1)) {
    copy.writeUInt32LE(0, at + 16);
  }
  return new Uint8Array(copy);
}
