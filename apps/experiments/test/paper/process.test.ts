import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { PaperResults } from '../../src/paper/results.js';
import { writeSmallMnist } from '../small-mnist.js';
import { temporaryFolder } from '../temporary-folder.js';
import { isBuilt, startPaper } from './start-paper.js';

describe.skipIf(!isBuilt)('the built program (skipped without a build)', () => {
  test(
    'a killed run leaves no orphan, and the same command goes on',
    { timeout: 120_000 },
    async () => {
      const folder = await temporaryFolder();
      const data = await writeSmallMnist(join(folder, 'data'), { training: 300, test: 60 });
      const out = join(folder, 'out');
      const flags = ['--data', data, '--out', out, '--seed', '1', '--cell', 'fcn/R'];
      const args = [...flags, '--epochs', '30', '--backend', 'wasm'];

      const killed = startPaper(args);
      await killed.until('epoch 2 of 30');
      killed.child.kill('SIGKILL');
      await killed.ended;
      // An orphan would hold the lock of the cell's folder.
      const stopped = startPaper(args);
      await stopped.until('epoch 4 of 30');
      stopped.child.kill('SIGINT');
      expect(await stopped.ended).toMatchObject({ code: 130 });
      const finished = await startPaper(args).ended;
      expect(finished).toMatchObject({ code: 0 });
      expect(finished.output).not.toContain('epoch 4 of 30');

      const { cells } = JSON.parse(await readFile(join(out, 'paper.json'), 'utf8')) as PaperResults;
      expect(cells.length).toBe(1);
      expect(cells[0]?.history.length).toBe(30);
    },
  );
});
