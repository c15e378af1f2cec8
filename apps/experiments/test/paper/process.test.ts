import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, onTestFinished, test } from 'vitest';

import type { PaperResults } from '../../src/paper/results.js';
import { writeSmallMnist } from '../small-mnist.js';
import { temporaryFolder } from '../temporary-folder.js';

const program = fileURLToPath(new URL('../../dist/paper/main.js', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves when the output has a text. */
  until(text: string): Promise<void>;
}

function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, [program, ...args, '--backend', 'wasm']);
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
      new Promise((resolve) => {
        const listener = (): void => void (output.includes(text) && resolve());
        listeners.add(listener);
        listener();
      }),
  };
}

describe.skipIf(!existsSync(program))('the built program (skipped without a build)', () => {
  test(
    'a killed run leaves no orphan, and the same command goes on',
    { timeout: 120_000 },
    async () => {
      const folder = await temporaryFolder();
      const data = await writeSmallMnist(join(folder, 'data'), { training: 300, test: 60 });
      const out = join(folder, 'out');
      const flags = ['--data', data, '--out', out, '--seed', '1', '--cell', 'fcn/R'];
      const args = [...flags, '--epochs', '30'];

      const killed = start(args);
      await killed.until('epoch 2 of 30');
      killed.child.kill('SIGKILL');
      await killed.ended;
      // An orphan would hold the lock of the cell's folder.
      const stopped = start(args);
      await stopped.until('epoch 4 of 30');
      stopped.child.kill('SIGINT');
      expect(await stopped.ended).toMatchObject({ code: 130 });
      const finished = await start(args).ended;
      expect(finished).toMatchObject({ code: 0 });
      expect(finished.output).not.toContain('epoch 4 of 30');

      const { cells } = JSON.parse(await readFile(join(out, 'paper.json'), 'utf8')) as PaperResults;
      expect(cells.length).toBe(1);
      expect(cells[0]?.history.length).toBe(30);
    },
  );
});
