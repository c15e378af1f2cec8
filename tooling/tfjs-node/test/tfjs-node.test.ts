import { homedir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { cacheFolder } from '../cache-folder.mjs';
import { problemHere } from '../problem-here.mjs';

it('keeps what it builds where it is told, or where the system keeps such things', () => {
  const home = homedir();
  expect(cacheFolder({ TFJS_STN_CACHE: '/a/b', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/a/b');
  expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux')).toBe(join('/c', 'tfjs-stn'));
  expect(cacheFolder({}, 'linux')).toBe(join(home, '.cache', 'tfjs-stn'));
  expect(cacheFolder({}, 'darwin')).toBe(join(home, 'Library', 'Caches', 'tfjs-stn'));
  expect(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32')).toBe(join('/l', 'tfjs-stn'));
});

it('says where the addon cannot be made, and what to do instead', () => {
  expect(problemHere('4.22.0', 'linux', 'x64', '20.20.2')).toBeUndefined();
  expect(problemHere('4.22.0', 'linux', 'x64', '23.1.0')).toMatch(
    /tfjs-node 4\.22\.0 does not run on Node 23\.1\.0\. Use Node/,
  );
  expect(problemHere('4.22.0', 'linux', 'arm64', '22.1.0')).toMatch(
    /not for linux on arm64\. .*npm rebuild/,
  );
  expect(problemHere('4.22.0', 'darwin', 'x64', '22.1.0')).toMatch(/not for darwin on x64/);
});
