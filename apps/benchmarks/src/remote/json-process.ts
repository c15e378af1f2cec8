import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { inTime } from './driver.js';

/** A child process that answers each line of JSON with one. */
export interface JsonProcess {
  /** One question at a time. Throws if the process ends, answers with an `error`, or takes too long. */
  ask(request: object): Promise<Record<string, unknown>>;
  close(): void;
}

/**
 * Starts a program that is asked line by line.
 *
 * @param threads of every library in it; on Linux the process has as many cores
 */
export function jsonProcess(file: string, args: readonly string[], threads?: number): JsonProcess {
  const child = startProcess(file, args, threads);
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = `${complaint}${String(text)}`.slice(-500)));
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close').then(() => {
    throw new Error(`${file} has ended: ${complaint.trim().split('\n').at(-1) || 'no message'}`);
  });
  closed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value = '', done } = await lines.next();
    if (done) return closed;
    // Libraries greet on the same stream.
    return value.startsWith('{') ? value : answer();
  };
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await inTime(Promise.race([answer(), closed]), () => child.kill());
      const reply: Record<string, unknown> = JSON.parse(line);
      if (typeof reply['error'] === 'string') throw new Error(reply['error']);
      return reply;
    },
    close: () => void child.kill(),
  };
}

function startProcess(
  file: string,
  args: readonly string[],
  threads?: number,
): ChildProcessWithoutNullStreams {
  if (threads === undefined) return spawn(file, args);
  const names = ['OMP_NUM', 'MKL_NUM', 'TF_NUM_INTRAOP', 'TF_NUM_INTEROP'];
  const counts = names.map((name) => [`${name}_THREADS`, String(threads)] as const);
  const env = { ...process.env, ...Object.fromEntries(counts), TF_CPP_MIN_LOG_LEVEL: '3' };
  const hasTaskset = process.platform === 'linux' && spawnSync('taskset', ['-V']).status === 0;
  if (!hasTaskset) return spawn(file, args, { env });
  return spawn('taskset', ['-c', `0-${threads - 1}`, file, ...args], { env });
}
