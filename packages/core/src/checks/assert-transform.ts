import type { Transform } from '../contracts/transform.js';
import { OptionError } from '../errors.js';

/** Passes transform values, and not the names or factories that they are made by. */
export function assertTransform(
  operation: string,
  transform: unknown,
): asserts transform is Transform {
  const { name, paramCount, field } = (transform ?? {}) as Partial<Transform>;
  const isTransform =
    typeof transform === 'object' &&
    typeof name === 'string' &&
    typeof paramCount === 'number' &&
    typeof field === 'function';
  if (isTransform) return;
  const got = typeof transform === 'string' ? `the name '${transform}'` : typeof transform;
  throw new OptionError(
    operation,
    `transform must be a transform value such as affine(), got ${got}. For names use createTransform(name)`,
  );
}
