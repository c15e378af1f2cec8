import { refuse } from './refuse.js';

/** Sizes and signatures of the records of a zip file, and the value that points to its zip64 record. */
const end = { signature: 0x06054b50, size: 22, longestComment: 0xffff };
const locator64 = { signature: 0x07064b50, size: 20 };
const end64 = { signature: 0x06064b50, size: 56 };
const central = { signature: 0x02014b50, size: 46 };
const local = { signature: 0x04034b50, size: 30 };
const inZip64 = 0xffffffff;

/** The sizes and the place of a file, each 8 bytes where they do not fit into 4. */
interface Extent {
  readonly size: number;
  readonly packedSize: number;
  readonly start: number;
}

/**
 * Lists the files of a zip file that are stored as they are, as `torch.save` writes it, zip64
 * included. Nothing is copied or unpacked, so a small file can't become a large one.
 *
 * @returns the bytes of every file by its path, views of `bytes`
 * @throws FormatError if the file is no zip file or damaged, or holds compressed or encrypted files
 */
export function storedFiles(bytes: Uint8Array): Map<string, Uint8Array> {
  const zip = new ZipBytes(bytes);
  const files = new Map<string, Uint8Array>();
  const { count, start } = findDirectory(zip);
  let at = start;
  for (let index = 0; index < count; index++) {
    zip.expect(at, central, 'an entry of the directory');
    const lengths = [28, 30, 32].map((offset) => zip.u16(at + offset)) as [number, number, number];
    const [nameLength, extraLength, commentLength] = lengths;
    const name = new TextDecoder().decode(zip.slice(at + central.size, nameLength));
    if (files.has(name)) refuse(`a file must be in it once, got '${name}' twice`);
    if ((zip.u16(at + 8) & 1) !== 0 || zip.u16(at + 10) !== 0) {
      refuse(
        `'${name}' must be stored as it is, got a compressed or encrypted file. Save model.state_dict() with torch.save`,
      );
    }
    const content = contentOf(zip, readExtent(zip, at, nameLength, extraLength), name);
    const checksum = zip.u32(at + 16);
    // PyTorch writes 0 where it was told not to compute them.
    if (checksum !== 0 && checksum !== crc32(content)) {
      refuse(`'${name}' must match its checksum. The file is damaged`);
    }
    files.set(name, content);
    at += central.size + nameLength + extraLength + commentLength;
  }
  return files;
}

/** Bounds-checked access. */
class ZipBytes {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#inside(at, 2), true);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#inside(at, 4), true);
  }

  /** Rounded beyond 2^53, where no file ends. */
  u64(at: number): number {
    return Number(this.#view.getBigUint64(this.#inside(at, 8), true));
  }

  slice(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#inside(at, length), at + length);
  }

  /** Whether a record begins here. */
  has(at: number, { signature, size }: { signature: number; size: number }): boolean {
    return at >= 0 && at + size <= this.length && this.u32(at) === signature;
  }

  expect(at: number, record: { signature: number; size: number }, what: string): void {
    if (!this.has(at, record))
      refuse(`${what} must begin at byte ${at}, got none. The file is damaged`);
  }

  #inside(at: number, length: number): number {
    if (at >= 0 && at + length <= this.length) return at;
    return refuse(
      `bytes ${at} to ${at + length} must be in the file of ${this.length}. It is damaged`,
    );
  }
}

function findDirectory(zip: ZipBytes): { count: number; start: number } {
  const earliest = Math.max(zip.length - end.size - end.longestComment, 0);
  let at = zip.length - end.size;
  while (at >= earliest && !zip.has(at, end)) at--;
  if (at < earliest) {
    refuse(
      'a checkpoint must be a zip file, got no end record. The file is cut off, or no checkpoint',
    );
  }
  const before = at - locator64.size;
  if (!zip.has(before, locator64)) return { count: zip.u16(at + 10), start: zip.u32(at + 16) };
  const record = zip.u64(before + 8);
  zip.expect(record, end64, 'the zip64 end record');
  return { count: zip.u64(record + 32), start: zip.u64(record + 48) };
}

function readExtent(zip: ZipBytes, at: number, nameLength: number, extraLength: number): Extent {
  const fields = { packedSize: zip.u32(at + 20), size: zip.u32(at + 24), start: zip.u32(at + 42) };
  let extra = at + central.size + nameLength;
  const stop = extra + extraLength;
  while (extra + 4 <= stop) {
    const [id, length] = [zip.u16(extra), zip.u16(extra + 2)];
    // In this order, and only those that did not fit.
    let value = extra + 4;
    for (const key of ['size', 'packedSize', 'start'] as const) {
      if (id !== 1 || fields[key] !== inZip64 || value + 8 > extra + 4 + length) continue;
      fields[key] = zip.u64(value);
      value += 8;
    }
    extra += 4 + length;
  }
  return fields;
}

function contentOf(zip: ZipBytes, { size, packedSize, start }: Extent, name: string): Uint8Array {
  if (size !== packedSize) refuse(`'${name}' must have one size, got ${size} and ${packedSize}`);
  zip.expect(start, local, `'${name}'`);
  return zip.slice(start + local.size + zip.u16(start + 26) + zip.u16(start + 28), size);
}

/** The remainders of every byte, by the polynomial of zip files. */
const remainders = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

function crc32(bytes: Uint8Array): number {
  let rest = -1;
  // Four times as fast as for…of, and a checkpoint is long.
  for (let at = 0; at < bytes.length; at++) {
    rest = (rest >>> 8) ^ (remainders[(rest ^ (bytes[at] as number)) & 255] as number);
  }
  return ~rest >>> 0;
}
