/** A thread that runs kernels in addition to the calling one; the host of the program provides it. */
export interface KernelThread {
  /** For people: `thread 2 of 4` */
  readonly name: string;
  /** Whether it may hold a slice of the present task. */
  isBusy(): boolean;
  /** Whether it has said that it has ended. */
  hasExited(): boolean;
  /** Whether it has ended, as far as that can be seen without leaving the call; takes longer. */
  hasEnded(): boolean;
  /** Whether `hasEnded` sees every end: the system can be asked for the thread. */
  isKnown(): boolean;
  /** Whether it is ready for tasks. */
  hasBegun(): boolean;
  /** Why it never began, if that is so; seen only between turns of the event loop. */
  startFailure(): string | undefined;
  /** Ends it, wherever it is. */
  terminate(): void;
}
