/** A case as PyTorch is given it. */
export interface TorchTask {
  /** What the worker must know, besides the tensors. */
  readonly request: object;
  /** Puts the tensors into a folder. */
  write(folder: string): Promise<void>;
  /**
   * Holds what the worker has put there against the oracle.
   *
   * @throws WrongResult
   */
  check(folder: string): Promise<number>;
}
