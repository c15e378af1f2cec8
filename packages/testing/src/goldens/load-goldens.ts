import { readFileSync } from 'node:fs';
import type { Float32Dense } from '../cases/random-array.js';
import type { GoldenFiles } from './golden.js';

/** From this module, compiled or not, to the files in the repository. */
const inRepository = new URL('../../../../tooling/goldens/data/', import.meta.url);

/**
 * The cases of a golden file: inputs, and what another implementation makes of them. Node only.
 *
 * @param name the file's name without `.golden.json`
 * @param directory where the files are; by default tooling/goldens/data of the repository, which
 *   the published package does not carry
 * @throws Error if there is no such file or it has no cases
 */
export function loadGoldens<Name extends keyof GoldenFiles>(
  name: Name,
  directory?: URL,
): readonly GoldenFiles[Name][];
/** A file whose cases the caller describes. */
export function loadGoldens<Golden>(name: string, directory?: URL): readonly Golden[];
export function loadGoldens(name: string, directory: URL = inRepository): readonly unknown[] {
  const file = new URL(`${name}.golden.json`, directory);
  const content = JSON.parse(readFileSync(file, 'utf8'), decodeArray) as {
    readonly cases?: readonly unknown[];
  };
  if (!content.cases?.length)
    throw new Error(`loadGoldens: ${file.pathname} must have cases, got none`);
  return content.cases;
}

/** Turns `{ shape, float32 }` into numbers, little-endian on every machine. */
function decodeArray(_key: string, value: unknown): unknown {
  if (!isEncoded(value)) return value;
  const bytes = Buffer.from(value.float32, 'base64');
  const data = Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
  return { shape: value.shape, data } satisfies Float32Dense;
}

function isEncoded(value: unknown): value is { shape: readonly number[]; float32: string } {
  return typeof value === 'object' && value !== null && 'float32' in value && 'shape' in value;
}
