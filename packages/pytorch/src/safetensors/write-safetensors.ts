import { OptionError } from '@tfjs-stn/core/errors';

import { assertStoredTensor, bytesPerValue, type StoredTensor } from '../stored-tensor.js';

const operation = 'writeSafetensors';

/** Names that the format keeps for itself, or that readers may confuse. */
const reserved = ['__metadata__', '__proto__'];

/**
 * Writes a safetensors file, which PyTorch reads with `safetensors.torch.load_file`.
 *
 * @param tensors by name; their order is kept in the header
 * @returns the file. Every tensor in it is aligned to its values
 * @throws OptionError for a name that is reserved, or a tensor whose dtype, shape and data disagree
 */
export function writeSafetensors(tensors: Iterable<readonly [string, StoredTensor]>): Uint8Array {
  const entries = [...tensors].map(([name, tensor]) => {
    if (reserved.includes(name)) {
      throw new OptionError(operation, `a tensor must not have a reserved name, got '${name}'`);
    }
    assertStoredTensor(operation, name, tensor);
    const { dtype, shape, data } = tensor;
    return { name, dtype, shape, data, begin: 0 };
  });
  // Wide values first, so that each begins at a multiple of its size.
  const placed = entries.toSorted((a, b) => bytesPerValue(b.dtype) - bytesPerValue(a.dtype));
  let size = 0;
  for (const entry of placed) {
    entry.begin = size;
    size += entry.data.byteLength;
  }
  const header = encodeHeader(entries);
  const file = new Uint8Array(8 + header.length + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  for (const { data, begin } of entries) {
    const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    file.set(values, 8 + header.length + begin);
  }
  return file;
}

type Placed = StoredTensor & { readonly name: string; readonly begin: number };

/** JSON, padded with spaces to a multiple of 8 bytes. */
function encodeHeader(entries: readonly Placed[]): Uint8Array {
  const described = entries.map(({ name, dtype, shape, data, begin }) => {
    const offsets = [begin, begin + data.byteLength];
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`;
  });
  const text = `{${['"__metadata__":{"format":"pt"}', ...described].join()}}`;
  const { length } = new TextEncoder().encode(text);
  return new TextEncoder().encode(text + ' '.repeat((8 - (length % 8)) % 8));
}
