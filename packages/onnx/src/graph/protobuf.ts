/**
 * Writes a message of Protocol Buffers: fields one after another, each a number and a value. Nested
 * messages and values are kept as parts, so that large weights are copied once.
 *
 * Source: https://protobuf.dev/programming-guides/encoding.
 */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** An int64 or an enum. */
  integer(field: number, value: number): this {
    return this.#push(varint(field << 3)).#push(varint(value));
  }

  /** A float. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(varint((field << 3) | 5)).#push(bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#length(field, value.length).#push(value);
  }

  message(field: number, { size, parts }: Message): this {
    this.#length(field, size);
    for (const part of parts) this.#push(part);
    return this;
  }

  get parts(): readonly Uint8Array[] {
    return this.#parts;
  }

  /** The whole message. */
  encode(): Uint8Array {
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #length(field: number, length: number): this {
    return this.#push(varint((field << 3) | 2)).#push(varint(length));
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    this.#size += part.length;
    return this;
  }
}

/** Seven bits in each byte, the lowest first; negative numbers as two's complement of 64 bits. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}
