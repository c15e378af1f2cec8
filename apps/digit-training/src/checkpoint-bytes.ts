/**
 * Packs a header and arrays into bytes: the length of the header (32 bits, little-endian), the header
 * as JSON padded with spaces to a multiple of 4 bytes, then the values of all arrays.
 *
 * @param arrays float32, or the 16-bit values of `toBfloat16`
 */
export function packCheckpoint(
  header: object,
  arrays: readonly (Float32Array | Uint16Array)[],
): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 4 + 4 * Math.ceil(json.length / 4);
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, start));
  new DataView(bytes.buffer).setUint32(0, start - 4, true);
  bytes.fill(0x20, 4, start);
  bytes.set(json, 4);
  let offset = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

/**
 * Unpacks what `packCheckpoint` returned.
 *
 * @returns the parsed header, and a copy of the bytes of all arrays; undefined if the bytes are no
 *   checkpoint
 */
export function unpackCheckpoint(
  bytes: Uint8Array,
): { readonly header: object; readonly values: ArrayBuffer } | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0, true);
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)));
    if (typeof header !== 'object' || header === null) return undefined;
    // A copy, because floats must start at a multiple of their size.
    return { header, values: new Uint8Array(bytes.subarray(start)).buffer };
  } catch {
    return undefined;
  }
}
