/** Where threads that work together find what in their control words, int32 each. */
export const controlWords: {
  /** Counts the tasks; idle threads wait for it to change. */
  readonly task: 0;
  /** Slices that no thread has taken yet; at or below 0 there is none. */
  readonly remaining: 1;
  readonly done: 2;
  /** Address of the plan, see write-plan.ts. */
  readonly plan: 3;
  /** Number of the first thread whose kernel threw, or 0. */
  readonly failed: 4;
  /** Bytes of what it threw, as UTF-8 in the text behind the words. */
  readonly textLength: 5;
  /** 1 once the threads are to end. */
  readonly closed: 6;
  /** From here on a group of words for each thread. */
  readonly threads: 8;
} = { task: 0, remaining: 1, done: 2, plan: 3, failed: 4, textLength: 5, closed: 6, threads: 8 };

/** The words that every thread has for itself, in its group. */
export const threadWords: {
  /** 1 from before it takes a slice until there is none left for it. */
  readonly busy: 0;
  /** The operating system's number of the thread, or -1; 0 until it is ready for tasks. */
  readonly systemId: 1;
  /** 1 once it has ended. */
  readonly ended: 2;
  readonly count: 4;
} = { busy: 0, systemId: 1, ended: 2, count: 4 };

/** Bytes for the text of an error. */
export const textBytes = 1024;

/** Bytes of the words and the text. */
export function controlBytes(threads: number): number {
  return textStart(threads) + textBytes;
}

/** Where the text begins. */
export function textStart(threads: number): number {
  return (controlWords.threads + threads * threadWords.count) * 4;
}

/** The first word of a thread's group. */
export function threadStart(thread: number): number {
  return controlWords.threads + thread * threadWords.count;
}

/** Clears the words of a thread, where one before it may have left something, and reads them. */
export function ownWords(settings: {
  readonly control: SharedArrayBuffer;
  readonly own: number;
}): (name: Exclude<keyof typeof threadWords, 'count'>) => number {
  const control = new Int32Array(settings.control);
  control.fill(0, settings.own, settings.own + threadWords.count);
  return (name) => Atomics.load(control, settings.own + threadWords[name]);
}
