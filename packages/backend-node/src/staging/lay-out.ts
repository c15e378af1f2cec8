/** Where the tensors and the scratch of a task lie, in bytes. */
export interface Layout {
  readonly inputs: readonly number[];
  readonly output: number;
  readonly scratch: number;
  /** Behind all of them. */
  readonly end: number;
}

/** A cache line; kernels read and write up to a vector behind a tensor. */
const alignment = 64;

/** Puts tensors of so many bytes one behind the other. No address is 0. */
export function layOut(
  inputBytes: readonly number[],
  outputBytes: number,
  scratchBytes: number,
): Layout {
  let end = alignment;
  const place = (bytes: number): number => {
    const address = end;
    end = address + (Math.floor(bytes / alignment) + 2) * alignment;
    return address;
  };
  const inputs = inputBytes.map(place);
  const output = place(outputBytes);
  const scratch = place(scratchBytes);
  return { inputs, output, scratch, end };
}
