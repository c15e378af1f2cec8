import { crc32 } from 'node:zlib';

/** What a damaged or hostile file says in place of the truth. */
export interface ZipOptions {
  readonly method?: number;
  readonly flags?: number;
  readonly count?: number;
  readonly directory?: number;
  readonly size?: number;
  readonly checksum?: number;
}

/** A zip file of stored files. */
export function writeZip(
  files: Readonly<Record<string, Uint8Array>>,
  { method = 0, flags = 0, count, directory, size, checksum }: ZipOptions = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const sizes = [checksum ?? crc32(content), size ?? content.length, size ?? content.length];
    const common = [...short(20, flags, method, 0, 0), ...long(...sizes), ...short(name.length, 0)];
    const local = [...long(0x04034b50), ...common, ...name];
    const entry = [...long(0x02014b50), ...short(20), ...common, ...short(0, 0, 0), ...long(0, at)];
    parts.push(Uint8Array.from(local), content);
    entries.push(Uint8Array.from([...entry, ...name]));
    at += local.length + content.length;
  }
  const total = count ?? entries.length;
  const counts = [...long(0x06054b50), ...short(0, 0, total, total)];
  const end = [...counts, ...long(0, directory ?? at), ...short(0)];
  return new Uint8Array(Buffer.concat([...parts, ...entries, Uint8Array.from(end)]));
}

const short = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const long = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
