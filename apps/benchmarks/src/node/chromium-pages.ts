import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import type { Browser, Page } from 'playwright-core';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { Absent } from '../contestants/absent.js';
import type { Racer } from '../contestants/contestant.js';
import { WrongResult } from '../checks/wrong-result.js';
import { buildPage } from './build-page.js';
import { launchBrowser } from './launch-browser.js';
import { serveIsolated } from './serve-isolated.js';

/** What a page says of a contestant that is ready. */
export type PageRacer = Pick<Racer, 'error' | 'bytes' | 'note' | 'time' | 'leave'>;

/** Pages of one browser, opened when they are first needed. */
export interface ChromiumPages {
  /** @throws Absent, or Error with the page's own words */
  enter(page: string, contestant: string, benchmarkCase: BenchmarkCase): Promise<PageRacer>;
  close(): Promise<void>;
}

/** Milliseconds until a page counts as lost. */
const patience = 120_000;

interface Opened {
  readonly browser: Browser;
  readonly server: FolderServer;
  readonly folder: string;
}

/** A page, how many entries it has, and whether something went wrong in it. */
interface Place {
  readonly page: Page;
  entries: number;
  suspect: boolean;
}

/**
 * A browser with its pages; nothing starts before somebody enters.
 *
 * @param built a folder with the page; without it, it is built when it is needed
 */
export function chromiumPages(
  seed: number,
  executable: string | undefined,
  built?: string,
): ChromiumPages {
  let opening: Promise<Opened> | undefined;
  const places = new Map<string, Place>();
  const placeOf = async (address: string): Promise<Place> => {
    const found = places.get(address);
    // A GPU that has failed once fails for ever, until the page is loaded anew.
    const isLost = found !== undefined && found.suspect && found.entries === 0;
    if (found && !isLost) return found;
    await found?.page.close();
    const all = await (opening ??= open(executable, built));
    const place = { page: await load(all, address, seed), entries: 0, suspect: false };
    places.set(address, place);
    return place;
  };
  return {
    enter: async (address, contestant, benchmarkCase) =>
      enterPage(await placeOf(address), contestant, benchmarkCase),
    async close() {
      const all = await opening?.catch(() => undefined);
      await all?.browser.close();
      await all?.server.close();
      if (all && built === undefined) await rm(all.folder, { recursive: true, force: true });
    },
  };
}

async function open(executable: string | undefined, built?: string): Promise<Opened> {
  const browser = await launchBrowser(executable);
  if (built !== undefined) {
    return { browser, folder: built, server: await serveIsolated(built, 0) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-page-'));
  try {
    await buildPage(folder);
    return { browser, folder, server: await serveIsolated(folder, 0) };
  } catch (error) {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function load({ browser, server }: Opened, address: string, seed: number): Promise<Page> {
  const page = await browser.newPage();
  const separator = address.includes('?') ? '&' : '?';
  await page.goto(`http://localhost:${server.port}/${address}${separator}seed=${seed}`);
  await page.waitForFunction(() => globalThis.tfjsStnBenchmark !== undefined, undefined, {
    timeout: patience,
  });
  return page;
}

async function enterPage(
  place: Place,
  contestant: string,
  benchmarkCase: BenchmarkCase,
): Promise<PageRacer> {
  const { page } = place;
  const entrance = await withPatience(
    place,
    page.evaluate(
      ({ name, given }) =>
        globalThis.tfjsStnBenchmark?.enter(name, given) ?? { failed: 'the page is not ready' },
      { name: contestant, given: benchmarkCase },
    ),
  );
  if ('absent' in entrance) throw new Absent(entrance.absent);
  if ('failed' in entrance) {
    place.suspect = true;
    throw new WrongResult(entrance.failed);
  }
  const { entry, error, bytes, note } = entrance;
  return {
    ...(error !== undefined && { error }),
    ...(bytes !== undefined && { bytes }),
    ...(note !== undefined && { note }),
    ...entryOf(place, entry),
  };
}

/** What can be done with an entry in a page. */
function entryOf(place: Place, entry: number): Pick<PageRacer, 'time' | 'leave'> {
  const { page } = place;
  place.entries += 1;
  return {
    time: (calls) =>
      withPatience(
        place,
        page.evaluate(
          ([id = 0, count = 1]) => globalThis.tfjsStnBenchmark?.time(id, count) ?? NaN,
          [entry, calls],
        ),
      ),
    async leave() {
      place.entries -= 1;
      await withPatience(
        place,
        page.evaluate((id) => globalThis.tfjsStnBenchmark?.leave(id), entry),
      );
    },
  };
}

/** Closes a page that does not answer: what it computes may take hours. */
async function withPatience<Value>(place: Place, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      place.page.close().catch(() => undefined);
      reject(new Error(`the page has not answered for ${patience / 1000} s`));
    }, patience);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    place.suspect = true;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
