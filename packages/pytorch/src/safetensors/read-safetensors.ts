import { FormatError } from '@tfjs-stn/core/errors';
import { describeValue } from '@tfjs-stn/core/~internal';

import {
  bytesPerValue,
  copyValues,
  isCounts,
  isStoredDType,
  sizeOf,
  type StoredDType,
  type StoredTensor,
} from '../stored-tensor.js';
import { duplicateKey } from './duplicate-key.js';

const operation = 'readSafetensors';

/** The length of the header, in front of it. */
const prefix = 8;

/** Enough for 50,000 tensors; a file of a large language model has a few thousand. */
const longestHeader = 8 * 2 ** 20;

const longestName = 1024;

/** What the header says of a tensor. */
interface Entry {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file.
 *
 * @param bytes the whole file; the result does not refer to it
 * @returns the tensors by name, in the order of the header. The `safetensors` library of Python
 *   sorts it by name
 * @throws FormatError if the file is damaged: a header longer than 8 MiB, not JSON or with a key
 *   twice, metadata that are no texts, values outside of the file, overlapping or with a gap, or of an unknown type
 *
 * Source: https://github.com/huggingface/safetensors, section Format.
 */
export function readSafetensors(bytes: Uint8Array): Map<string, StoredTensor> {
  const header = readHeader(bytes);
  const values = bytes.subarray(prefix + header.length);
  const { __metadata__: metadata = {}, ...tensors } = header.content as {
    readonly __metadata__?: unknown;
  };
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    refuse('__metadata__ must be an object of texts', describeValue(metadata));
  }
  const entries = Object.entries(tensors).map(([name, entry]) => readEntry(name, entry));
  assertContiguous(entries, values.length);
  return new Map(
    entries.map(({ name, dtype, shape, begin, end }) => [
      name,
      { dtype, shape, data: copyValues(dtype, values.subarray(begin, end)) },
    ]),
  );
}

function refuse(rule: string, got: string, remedy = ''): never {
  throw new FormatError(operation, `${rule}, got ${got}${remedy && `. ${remedy}`}`);
}

function readHeader(bytes: Uint8Array): { length: number; content: object } {
  if (!(bytes instanceof Uint8Array)) refuse('bytes must be a Uint8Array', describeValue(bytes));
  if (bytes.length < prefix) refuse('a file must have at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - prefix) {
    const remedy = 'The file is cut off, or not a safetensors file';
    refuse(`the header must end in the file of ${bytes.length} bytes`, `${length} bytes`, remedy);
  }
  if (length > longestHeader) {
    refuse(`the header must have at most ${longestHeader} bytes`, `${length}`);
  }
  const text = decode(bytes.subarray(prefix, prefix + length));
  const content = parse(text);
  if (!isObject(content)) refuse('the header must be a JSON object', describeValue(content));
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    refuse('a key must be in the header once', `'${twice.slice(0, longestName)}' twice`);
  }
  return { length, content };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('the header must be UTF-8', 'other bytes');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse('the header must be JSON', (error as Error).message);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readEntry(name: string, entry: unknown): Entry {
  const refuseEntry = (rule: string, got: unknown): never =>
    refuse(`${rule} of '${name}'`, describeValue(got));
  if (name.length > longestName) {
    refuse(`a name must have at most ${longestName} characters`, `${name.length}`);
  }
  if (name === '__proto__') refuse('a tensor must have a name that is not reserved', `'${name}'`);
  if (!isObject(entry)) return refuseEntry('there must be an object for the entry', entry);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isStoredDType(dtype)) return refuseEntry('there must be a known dtype', dtype);
  if (!isCounts(shape)) return refuseEntry('there must be whole numbers in the shape', shape);
  const [begin = 0, end = 0, ...more] = isCounts(offsets) ? offsets : [-1, -1];
  if (begin < 0 || end < begin || more.length > 0) {
    return refuseEntry('there must be a begin and an end in data_offsets', offsets);
  }
  if (end - begin !== sizeOf(shape) * bytesPerValue(dtype)) {
    const rule = `the shape [${shape.join(', ')}] of ${dtype} must take data_offsets`;
    return refuse(rule, `${end - begin} bytes for '${name}'`);
  }
  return { name, dtype, shape, begin, end };
}

/** The tensors must cover the values exactly: no byte belongs to two tensors, or to none. */
function assertContiguous(entries: readonly Entry[], bytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries.toSorted(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== covered) refuse(`'${name}' must begin at byte ${covered}`, `${begin}`);
    covered = end;
  }
  if (covered !== bytes) refuse(`the tensors must take the ${bytes} bytes of values`, `${covered}`);
}
