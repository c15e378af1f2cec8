import { OptionError } from '../errors.js';

/** Most bytes that one table of host numbers takes: 2 GiB. */
const mostBytes = 2 ** 31;

/**
 * Memory for the numbers of a tensor that is computed on the host, for authors of transforms: all 0.
 * A size that comes from a config or a caller is checked before anything is allocated.
 *
 * @param operation named in errors
 * @param what the table is called there, for example `basis`
 * @param shape of the tensor, in whole numbers
 * @throws OptionError if the table would take more than 2 GiB
 */
export function allocateFloats(
  operation: string,
  what: string,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * Float32Array.BYTES_PER_ELEMENT;
  if (bytes <= mostBytes) return new Float32Array(length);
  throw new OptionError(
    operation,
    `${what} [${shape.join(', ')}] must take at most ${mostBytes} bytes, got ${bytes}. Use a smaller output size, or fewer parameters`,
  );
}
