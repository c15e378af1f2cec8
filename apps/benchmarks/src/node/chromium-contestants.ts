import type { Contestant, Identity } from '../contestants/contestant.js';
import { Absent } from '../contestants/absent.js';
import { tfjsContestants } from '../contestants/tfjs-contestants.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { threadCounts } from '../hosts/thread-counts.js';
import { poseSampling } from '../problems/pose-sampling.js';
import { chromiumPages, type ChromiumPages } from './chromium-pages.js';

/** What decides who takes part in the browser. */
export interface ChromiumOptions {
  readonly seed: number;
  readonly cores: number;
  /** An executable; without it, the one that is installed. */
  readonly chromium?: string;
}

/** A backend in the browser. */
interface Place extends Omit<TfjsHost, 'activate'> {
  /** What the page calls it. */
  readonly inPage: string;
  /** Address of the page, which decides on isolation and threads. */
  readonly page: string;
}

/** The backends of a browser, in pages that time themselves when they are asked to. */
export function chromiumContestants({ seed, cores, chromium }: ChromiumOptions): Contestant[] {
  const pages = chromiumPages(seed, chromium);
  const all = places(cores).flatMap((place) => placeContestants(place, pages, seed));
  return all.map((contestant, index) =>
    index === 0 ? { ...contestant, close: () => pages.close() } : contestant,
  );
}

function places(cores: number): Place[] {
  const threaded = threadCounts(cores).filter((count) => count > 1);
  return [
    {
      name: 'chromium-wasm+kernels',
      inPage: 'wasm+kernels',
      page: 'plain/?threads=1',
      threads: 1,
    },
    ...threaded.map((threads) => ({
      name: 'chromium-wasm+kernels-threaded',
      inPage: 'wasm+kernels',
      page: `?threads=${threads}`,
      threads,
      namesThreads: true,
    })),
    { name: 'chromium-webgl', inPage: 'webgl', page: '?threads=1&for=webgl', peers: true },
    { name: 'chromium-webgpu', inPage: 'webgpu', page: '?threads=1&for=webgpu', peers: true },
  ];
}

/** Who is there and competes in what is as on any other backend; but the work is the page's. */
function placeContestants(place: Place, pages: ChromiumPages, seed: number): Contestant[] {
  const { name, inPage, page } = place;
  const activate = (): Promise<never> => Promise.reject(new Absent('it runs in a browser'));
  return tfjsContestants({ ...place, activate }, poseSampling(seed), seed)
    .filter((contestant) => !contestant.name.startsWith('tfjs ops'))
    .map((contestant) => {
      const [what = ''] = contestant.name.split(` on ${name}`);
      const { role, backend, threads, competes } = contestant;
      const identity: Identity = {
        name: contestant.name,
        role,
        backend,
        ...(threads !== undefined && { threads }),
      };
      return {
        ...identity,
        competes,
        async enter(benchmarkCase) {
          const entry = await pages.enter(page, `${what} on ${inPage}`, benchmarkCase);
          return { ...identity, ...entry };
        },
      };
    });
}
