import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { findChromium, launchChromium } from '../src/chromium.mjs';

const driver = vi.hoisted(() => ({ loaded: false, launch: vi.fn<() => Promise<unknown>>() }));
vi.mock('playwright-core', () => {
  driver.loaded = true;
  return { chromium: { launch: driver.launch } };
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-tools-'));
  vi.stubEnv('TFJS_STN_BROWSER', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function executable(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

// What can be run is a matter of names there, and not of a file's mode.
describe.skipIf(process.platform === 'win32')('findChromium', () => {
  it('searches the folders of PATH in order', async () => {
    const first = await executable('a', 'google-chrome');
    const second = await executable('b', 'chromium');
    vi.stubEnv('PATH', [join(folder, 'a'), join(folder, 'b')].join(delimiter));
    expect(findChromium()).toBe(first);
    vi.stubEnv('PATH', [join(folder, 'b'), join(folder, 'a')].join(delimiter));
    expect(findChromium()).toBe(second);
  });

  it('returns the browser of TFJS_STN_BROWSER, or none', async () => {
    const named = await executable('mine');
    const installed = await executable('a', 'chromium');
    vi.stubEnv('PATH', join(folder, 'a'));
    vi.stubEnv('TFJS_STN_BROWSER', named);
    expect(findChromium()).toBe(named);
    await chmod(named, 0o644);
    for (const wrong of [join(folder, 'missing'), folder, named]) {
      vi.stubEnv('TFJS_STN_BROWSER', wrong);
      expect(findChromium, wrong).toThrow(
        `TFJS_STN_BROWSER must name an executable file, got ${wrong}`,
      );
    }
    vi.stubEnv('TFJS_STN_BROWSER', '');
    expect(findChromium()).toBe(installed);
  });

  it('does not load playwright-core', async () => {
    findChromium();
    expect(driver.loaded).toBe(false);
    driver.launch.mockResolvedValue('a browser');
    expect(await launchChromium('/bin/chromium', ['--mine'])).toBe('a browser');
    expect(driver.loaded).toBe(true);
    expect(driver.launch).toHaveBeenCalledWith({
      executablePath: '/bin/chromium',
      args: expect.arrayContaining(['--enable-unsafe-swiftshader', '--mine']),
      chromiumSandbox: false,
    });
  });
});
