/** A contestant's work for one case, in this thread. */
export interface Entry {
  /** One call; finished when it returns or its promise resolves, its result being there. */
  call(): void | Promise<void>;
  /** Milliseconds per call of the part that is timed, where that is not the whole call. */
  time?(calls: number): number;
  /**
   * Computes the result once and holds it against the oracle.
   *
   * @returns the largest error; undefined where there is nothing to hold it against
   * @throws WrongResult
   */
  check(): number | undefined | Promise<number | undefined>;
  /** The peak of tensors' bytes in a call, where that can be told. */
  bytes?(): Promise<number>;
  /** What must be known to read its figures. */
  note?(): string | undefined;
  dispose(): void | Promise<void>;
}
