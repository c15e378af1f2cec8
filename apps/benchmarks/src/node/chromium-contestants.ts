import { Absent } from '../contestants/absent.js';
import type { Contestant, Identity } from '../contestants/contestant.js';
import { memoryCopy } from '../contestants/memory-copy.js';
import { tfjsContestants } from '../contestants/tfjs-contestants.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { threadCounts, threadsName } from '../hosts/thread-counts.js';
import { onnxGridSample } from '../peers/onnx-grid-sample.js';
import { poseSampling } from '../problems/pose-sampling.js';
import { chromiumPages, type ChromiumPages } from './chromium-pages.js';

/** What decides who takes part in the browser. */
export interface ChromiumOptions {
  readonly seed: number;
  readonly cores: number;
  /** An executable; without it, the one that is installed. */
  readonly chromium?: string;
  /** A folder with the page; without it, it is built. */
  readonly built?: string;
}

/** A backend in the browser. */
interface Place extends Omit<TfjsHost, 'activate'> {
  /** What the page calls it. */
  readonly inPage: string;
  /** Address of the page, which decides on isolation and threads. */
  readonly page: string;
}

const oneThread = 'plain/?threads=1';
const pose = poseSampling(1);

/** The backends of a browser and peers there, in pages that time themselves when they are asked to. */
export function chromiumContestants({
  seed,
  cores,
  chromium,
  built,
}: ChromiumOptions): Contestant[] {
  const pages = chromiumPages(seed, chromium, built);
  const all = [
    ...places(cores).flatMap((place) => placeContestants(place, pages)),
    ...threadCounts(cores).map((threads) => onnx(threads, pages)),
    remote(pages, oneThread, 'memcpy', { ...memoryCopy, name: 'memcpy on chromium' }),
  ];
  return all.map((contestant, index) =>
    index === 0 ? { ...contestant, close: () => pages.close() } : contestant,
  );
}

function places(cores: number): Place[] {
  const trains = true;
  return [
    {
      name: 'chromium-wasm+kernels',
      inPage: 'wasm+kernels',
      page: oneThread,
      threads: 1,
      trains,
    },
    ...threadCounts(cores)
      .filter((count) => count > 1)
      .map((threads) => ({
        name: 'chromium-wasm+kernels-threaded',
        inPage: 'wasm+kernels',
        page: `?threads=${threads}`,
        threads,
        namesThreads: true,
        trains,
      })),
    { name: 'chromium-webgl', inPage: 'webgl', page: '?threads=1&for=webgl', peers: true },
    { name: 'chromium-webgpu', inPage: 'webgpu', page: '?threads=1&for=webgpu', peers: true },
  ];
}

/** Who is there and competes in what is as on any other backend; but the work is the page's. */
function placeContestants(place: Place, pages: ChromiumPages): Contestant[] {
  const { name, inPage, page } = place;
  const activate = (): Promise<never> => Promise.reject(new Absent('it runs in a browser'));
  return tfjsContestants({ ...place, activate }, pose, 1).map((contestant) => {
    const [what = ''] = contestant.name.split(` on ${name}`);
    return remote(pages, page, `${what} on ${inPage}`, contestant);
  });
}

function onnx(threads: number, pages: ChromiumPages): Contestant {
  const inPage = `onnxruntime-web, ${threadsName(threads)}`;
  const load = (): Promise<never> => Promise.reject(new Absent('it runs in a browser'));
  const name = `onnxruntime-web on chromium, ${threadsName(threads)}`;
  const contestant = onnxGridSample({ name, threads }, load, pose);
  const page = threads === 1 ? oneThread : `?threads=${threads}`;
  const backend = `chromium-wasm+kernels${threads === 1 ? '' : '-threaded'}`;
  return remote(pages, page, inPage, { ...contestant, backend });
}

/** A contestant whose work is done in a page, where it has a name of its own. */
function remote(
  pages: ChromiumPages,
  page: string,
  inPage: string,
  { name, role, backend, threads, competes }: Contestant,
): Contestant {
  const identity: Identity = {
    name,
    role,
    backend: backend === '' ? 'chromium-wasm+kernels' : backend,
    ...(threads !== undefined && { threads }),
  };
  return {
    ...identity,
    competes,
    async enter(benchmarkCase) {
      return { ...identity, ...(await pages.enter(page, inPage, benchmarkCase)) };
    },
  };
}
