import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../dist/paper/main.js', import.meta.url));

/** Whether there is a program to start. */
export const isBuilt = existsSync(program);

/** `npm run paper`, started. */
export interface RunningPaper {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves when the output has a text; rejects if the program ends without it. */
  until(text: string): Promise<void>;
}

/** Starts the built program. It is killed when the test has finished. */
export function startPaper(args: readonly string[]): RunningPaper {
  const child = spawn(process.execPath, [program, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  return {
    child,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))),
    until: (text) =>
      new Promise((resolve, reject) => {
        const listener = (): void => void (output.includes(text) && resolve());
        listeners.add(listener);
        child.on('close', () => reject(new Error(`ended without '${text}':\n${output}`)));
        listener();
      }),
  };
}
