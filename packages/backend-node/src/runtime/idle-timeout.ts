/** Notices when memory and threads are held for nothing. */
export interface IdleTimeout {
  /**
   * Takes note of a task, and tells whether much more memory is held than the last tasks have used.
   */
  isWasteful(bytesUsed: number, bytesHeld: number): boolean;
  /** Nothing is held any more. */
  rest(): void;
}

/** Without a task for so many milliseconds, everything is given back. */
const idleAfter = 10_000;
/** So many tasks are looked back on. */
const span = 64;
/** Below this many bytes it isn't worth the while. */
const little = 64 * 1024 * 1024;

/** @param onIdle is called once no task has come for a while; does not keep the process alive */
export function idleTimeout(onIdle: () => void): IdleTimeout {
  let timer: NodeJS.Timeout | undefined;
  let tasks = 0;
  let most = 0;
  return {
    isWasteful(bytesUsed, bytesHeld) {
      timer = timer ? timer.refresh() : setTimeout(onIdle, idleAfter).unref();
      most = Math.max(most, bytesUsed);
      if (++tasks < span) return false;
      const wasteful = bytesHeld > little && bytesHeld > 4 * most;
      tasks = most = 0;
      return wasteful;
    },
    rest() {
      clearTimeout(timer);
      timer = undefined;
      tasks = most = 0;
    },
  };
}
