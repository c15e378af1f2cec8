import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { nodeProblem } from '../check-node.mjs';
import { removeOrphans } from '../prepare.mjs';
import { capture } from '../run-step.mjs';
import { readManifest, root } from '../workspace.mjs';

const node = process.execPath;

describe('nodeProblem', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts Node %s', (version) => {
    expect(nodeProblem(version, '>=20.19')).toBeUndefined();
  });

  it.each(['18.20.4', '20.18.3', '20.9.0'])('refuses Node %s', (version) => {
    expect(nodeProblem(version, '>=20.19')).toBe(
      `tfjs-stn needs Node 20.19 or newer, and this is Node ${version}. Newer ones are at https://nodejs.org`,
    );
  });
});

describe('capture', () => {
  it('returns the exit code and all output, and adds to the environment', async () => {
    const program = 'console.log(process.env.STN_TEST); console.error(1); process.exitCode = 3';
    const { code, output } = await capture(node, ['--eval', program], { STN_TEST: 'here' });
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['', '1', 'here']);
  });

  it('returns 128 + n for signal n', async () => {
    const { code } = await capture(node, ['--eval', "process.kill(process.pid, 'SIGTERM')"]);
    expect(code).toBe(143);
  });
});

describe.skipIf(process.platform === 'win32')('runStep', () => {
  const module = new URL('../run-step.mjs', import.meta.url).href;

  /** Runs `program` as a step in a process of its own. */
  function step(program: string, part = 'undefined') {
    const command = `['${node}', ['--eval', ${JSON.stringify(program)}]]`;
    const parent = `const { runStep } = await import('${module}');
      await runStep('Trying', ${command}, 'Try again.', ${part});
      console.log('after');`;
    const child = spawn(node, ['--input-type=module', '--eval', parent]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (output += text.toString()));
    }
    const end = once(child, 'close').then(([code]) => ({ code: code as number, output }));
    return { child, end };
  }

  it('says nothing of a command that had nothing to do', async () => {
    expect(await step('').end).toEqual({ code: 0, output: 'after\n' });
  });

  it('has a line for a command that takes time', async () => {
    const { output } = await step('setTimeout(() => {}, 1300)').end;
    expect(output).toMatch(/^Trying … \d\.\d s\nafter\n$/);
  });

  it('has a line, with the time, for what is being done', async () => {
    const { output } = await step(
      "for (const s of [1.3, 1.4, 2.6]) setTimeout(() => console.log('at ' + s), 1000 * s)",
      '/at (.*)/',
    ).end;
    expect(output).toMatch(
      /^Trying … \n +1\.\d s {2}1\.3\n +2\.\d s {2}2\.6\nTrying: 2\.\d s\nafter\n$/,
    );
  });

  it('shows the output of a failure, and the remedy', async () => {
    const { code, output } = await step("console.log('no such thing'); process.exitCode = 3").end;
    expect(code).toBe(1);
    expect(output).toMatch(/^Trying … failed after .* s\n\nno such thing\n\nTry again\.\n$/);
  });

  it('passes a repeated Ctrl-C on once, to the command and its children', async () => {
    const marker = join(mkdtempSync(join(tmpdir(), 'tfjs-stn-signal-')), 'marker');
    const counter = (name: string): string => `let count = 0;
      process.on('SIGINT', () => (count += 1));
      setTimeout(() => fs.appendFileSync('${marker}', \`${name} \${count}\\n\`), 1500);`;
    const inner = `${counter('child')} fs.writeFileSync('${marker}', '');`;
    const running = step(`${counter('command')}
      child_process.spawn('${node}', ['--eval', ${JSON.stringify(inner)}], { stdio: 'inherit' });`);
    await expect.poll(() => existsSync(marker), { timeout: 20_000 }).toBe(true);
    running.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    running.child.kill('SIGINT');
    // The step has failed although the command ends with 0.
    const { code, output } = await running.end;
    expect([code, output]).toEqual([130, expect.stringMatching(/^Trying … failed after .* s\n$/)]);
    expect(readFileSync(marker, 'utf8').split('\n').sort()).toEqual(['', 'child 1', 'command 1']);
    rmSync(dirname(marker), { recursive: true });
  });
});

it('removes what has lost its source, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-orphans-'));
  const built = ['here.js', 'here.d.ts.map', 'gone.js', 'gone.js.map', 'gone.d.ts', 'data.json'];
  try {
    for (const inner of ['src/in', 'dist/in', 'dist/browser']) {
      mkdirSync(join(folder, inner), { recursive: true });
    }
    for (const name of ['here.ts', 'in/here.ts']) writeFileSync(join(folder, 'src', name), '');
    for (const name of [...built, 'in/here.js', 'in/gone.js', 'browser/bundle.js']) {
      writeFileSync(join(folder, 'dist', name), '');
    }
    removeOrphans(folder);
    const left = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
    const expected = [
      'data.json',
      'here.d.ts.map',
      'here.js',
      'in',
      join('in', 'here.js'),
      'browser',
      join('browser', 'bundle.js'),
    ];
    expect(new Set(left)).toEqual(new Set(expected));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('--help', () => {
  const { scripts } = readManifest('.');
  const programs = ['start', 'paper', 'bench', 'docs', 'demo', 'convert', 'fuzz'].map((name) => {
    const script = scripts?.[name]?.split(' ').at(-1) ?? '';
    return { name, script: join(root, script) };
  });
  const built = programs.filter(({ script }) => existsSync(script));

  // Without a build there are three.
  it.each(built)('of npm run $name has examples and fits 60 columns', ({ name, script }) => {
    const env = { ...process.env, COLUMNS: '60' };
    const { stdout } = spawnSync(process.execPath, [script, '--help'], { env, encoding: 'utf8' });
    const command = name === 'start' ? 'npm start' : `npm run ${name}`;
    const [usage = '', ...lines] = stdout.split('\n');
    expect(usage).toMatch(new RegExp(`^Usage: ${command} -- \\[options\\]`));
    expect(lines.slice(lines.indexOf('Examples:') + 1)[0]).toMatch(
      new RegExp(`^ {2}${command}\\b`),
    );
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });
});
