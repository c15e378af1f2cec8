import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { writeSmallMnist } from './small-mnist.js';
import { temporaryFolder } from './temporary-folder.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the built program; `onOutput` may send it signals. */
function start(
  args: readonly string[],
  onOutput: (text: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args]);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      onOutput(output, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}

/** The files of a folder by their paths in it. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(folder, path), await readFile(path, 'base64')] as const;
  });
  return new Map(await Promise.all(read));
}

describe.skipIf(!existsSync(program))('the built program (skipped without a build)', () => {
  test('stops on Ctrl-C, keeps its checkpoints, and resumes', async () => {
    const folder = await temporaryFolder();
    const data = await writeSmallMnist(join(folder, 'data'), { training: 200, test: 50 });
    const out = join(folder, 'out');
    const flags = ['--data', data, '--out', out, '--backend', 'wasm', '--batch', '20'];

    let sent = false;
    const stopped = await start([...flags, '--epochs', '10000'], (text, kill) => {
      if (sent || !text.includes('images/s')) return;
      sent = true;
      kill('SIGINT');
    });
    expect(stopped).toMatchObject({ code: 130, errors: '' });
    expect(stopped.output).toMatch(/cnn +0 % {2}step \d+ of 100000 {2}loss \d/);
    expect(stopped.output).toContain(
      'Stopped. The checkpoints are kept; run the same command again',
    );
    // Nothing else is left behind, no lock either.
    expect(await readdir(out)).toEqual(['checkpoints']);
    expect((await readdir(join(out, 'checkpoints'))).length).toBeGreaterThan(0);

    const resumed = await start([...flags, '--epochs', '10000'], (text, kill) => {
      if (text.includes('images/s')) kill('SIGTERM');
    });
    expect(resumed.output).toMatch(/cnn: resuming after step \d+ of 100000/);

    const finished = await start([...flags, '--epochs', '1']);
    expect(finished).toMatchObject({ code: 0, errors: '' });
    expect(finished.output).toContain('cnn: settings differ (epochs 10000 → 1); starting over');
    expect(await readdir(out)).toContain('before-after.png');
  });

  test('keeps finished results until those of an overwriting run are complete', async () => {
    const folder = await temporaryFolder();
    const data = await writeSmallMnist(join(folder, 'data'), { training: 200, test: 50 });
    const out = join(folder, 'out');
    const flags = ['--data', data, '--out', out, '--backend', 'wasm', '--batch', '20'];
    expect(await start([...flags, '--epochs', '1'])).toMatchObject({ code: 0 });
    const finished = await contentsOf(out);
    expect([...finished.keys()]).toContain('cnn/weights.bin');

    // One is tested while the other one trains.
    const longer = [...flags, '--epochs', '40', '--overwrite'];
    let sent = false;
    const stopped = await start(longer, (text, kill) => {
      if (sent || !/cnn .*trained;/.test(text)) return;
      sent = true;
      kill('SIGINT');
    });
    expect(stopped).toMatchObject({ code: 130, errors: '' });
    expect(stopped.output).toMatch(/cnn .*stopped after step/);
    const kept = await contentsOf(out);
    for (const [name, bytes] of finished) expect(kept.get(name), name).toBe(bytes);

    const other = await start([...flags, '--epochs', '2', '--model', 'cnn']);
    expect(other.output.replace(/\s+/g, ' ')).toContain(`so this run writes to ${out}-2.`);
    const resumed = await start(longer);
    expect(resumed).toMatchObject({ code: 0, errors: '' });
    expect(resumed.output).toMatch(/cnn: resuming after step \d+ of 400/);
    const replaced = await contentsOf(out);
    for (const name of ['cnn/weights.bin', 'st-cnn/weights.bin', 'history.json']) {
      expect(replaced.get(name), name).not.toBe(finished.get(name));
    }
  });

  test('refuses a second run in its folder, and takes over the folder of a killed run', async () => {
    const folder = await temporaryFolder();
    const data = await writeSmallMnist(join(folder, 'data'), { training: 200, test: 50 });
    const out = join(folder, 'out');
    const flags = [
      '--data',
      data,
      '--out',
      out,
      '--backend',
      'wasm',
      '--batch',
      '20',
      '--model',
      'cnn',
    ];

    let second: Promise<Outcome> | undefined;
    const first = await start([...flags, '--epochs', '10000'], (text, kill) => {
      if (second || !text.includes('images/s')) return;
      second = start([...flags, '--epochs', '1']);
      void second.then(() => kill('SIGKILL'));
    });
    expect(first).toMatchObject({ code: null, errors: '' });
    const refused = await second;
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused?.errors).toMatch(
      /^Another run is using \S+out \(process \d+\)\. Wait for it to end, or choose another folder with --out\n$/,
    );

    const third = await start([...flags, '--epochs', '1']);
    expect(third).toMatchObject({ code: 0, errors: '' });
    const hidden = (await readdir(out)).filter((name) => name.startsWith('.'));
    expect(hidden).toEqual([]);
  });

  test('prints nothing of what TensorFlow.js says of itself', async () => {
    const folder = await temporaryFolder();
    const data = await writeSmallMnist(join(folder, 'data'), { training: 20, test: 20 });
    const flags = ['--data', data, '--out', join(folder, 'out'), '--batch', '20', '--epochs', '1'];
    const run = await start([...flags, '--backend', 'cpu', '--model', 'cnn']);
    expect(run).toMatchObject({ code: 0, errors: '' });
  });

  test('reports a failure in a worker in one line with exit code 1', async () => {
    const folder = await temporaryFolder();
    const data = await writeSmallMnist(join(folder, 'data'), { training: 60, test: 20 });
    const flags = [
      '--data',
      data,
      '--out',
      join(folder, 'out'),
      '--backend',
      'wasm',
      '--batch',
      '20',
      '--epochs',
      '9',
    ];
    const { code, output, errors } = await start([...flags, '--lr', '1e38']);
    expect(code).toBe(1);
    // The main thread had read everything and begun both trainings.
    expect(output).toMatch(/^CNN and ST-CNN on MNIST/);
    expect(errors).toMatch(
      /^The training diverged: the loss is (NaN|Infinity) at step \d+\. Lower --lr.*\n$/,
    );
  });
});
