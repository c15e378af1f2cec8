import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child process that answers each line of JSON with one. */
export interface JsonLinesProcess {
  /** @throws Error if the process ends, answers with an `error`, or takes longer than allowed */
  ask(request: object): Promise<Record<string, unknown>>;
  close(): void;
}

/** Milliseconds until a question counts as unanswered. */
const patience = 120_000;

/** Starts a program that is asked line by line. */
export function jsonLinesProcess(file: string, args: readonly string[]): JsonLinesProcess {
  const child = spawn(file, [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  let complaint = '';
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  child.stderr.on(
    'data',
    (text: Buffer) => (complaint = `${complaint}${String(text)}`.slice(-500)),
  );
  child.once('error', (error) => end(error));
  child.once('close', () => end(new Error(`${file} has ended: ${lastLine(complaint)}`)));
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  const askLine = (line: string): Promise<string> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const timer = setTimeout(() => {
        child.kill();
        end(new Error(`${file} has not answered for ${patience / 1000} s`));
      }, patience);
      const settled = { resolve, reject };
      waiting.push({
        resolve: (text) => (clearTimeout(timer), settled.resolve(text)),
        reject: (error) => (clearTimeout(timer), settled.reject(error)),
      });
      child.stdin.write(`${line}\n`);
    });
  return {
    async ask(request) {
      const reply: Record<string, unknown> = JSON.parse(await askLine(JSON.stringify(request)));
      if (typeof reply['error'] === 'string') throw new Error(reply['error']);
      return reply;
    },
    close: () => void child.kill(),
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'it said nothing';
}
