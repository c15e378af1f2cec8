import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes float32 values as they lie in memory. */
export async function writeTensor(
  folder: string,
  name: string,
  values: Float32Array | Float64Array,
): Promise<void> {
  await writeFile(join(folder, `${name}.f32`), Float32Array.from(values));
}

/** Reads them back. */
export async function readTensor(folder: string, name: string): Promise<Float32Array> {
  const bytes = Uint8Array.from(await readFile(join(folder, `${name}.f32`)));
  return new Float32Array(bytes.buffer);
}
