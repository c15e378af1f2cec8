import { threadCounts, threadsName } from '../cases/cases.js';
import { Absent, type Contestant } from '../contestants/contestant.js';
import { memoryCopy } from '../contestants/memory-copy.js';
import { tfjsContestants, type Given } from '../contestants/tfjs-contestants.js';
import type { TfjsHost } from '../contestants/tfjs-host.js';
import { onnxGridSample } from '../peers/onnx.js';
import { browserPages } from './browser.js';
import { remoteContestant } from './driver.js';

/** What decides who takes part in the browser. */
export interface BrowserOptions extends Given {
  readonly cores: number;
  /** An executable; without it, the one that is installed. */
  readonly chromium?: string | undefined;
  /** A folder with the page; without it, it is built. */
  readonly built?: string | undefined;
}

/** A backend in the browser, its name in the page, and the address that decides isolation and threads. */
interface PageHost extends Omit<TfjsHost, 'activate'> {
  readonly inPage: string;
  readonly address: string;
}

const oneThread = 'plain/?threads=1';

/** The backends of Chromium and peers there, in pages that time themselves on request. */
export function browserContestants({
  cores,
  chromium,
  built,
  ...given
}: BrowserOptions): Contestant[] {
  const pages = browserPages(given.seed, chromium, built);
  const elsewhere = (): Promise<never> => Promise.reject(new Absent('it runs in a browser'));
  const remote = (contestant: Contestant, inPage: string, address: string): Contestant =>
    remoteContestant(contestant, inPage, () => pages.driverAt(address));
  const ours = pageHosts(cores).flatMap((host) =>
    tfjsContestants({ ...host, activate: elsewhere }, given).map((contestant) => {
      const [what = ''] = contestant.name.split(` on ${host.name}`);
      return remote(contestant, `${what} on ${host.inPage}`, host.address);
    }),
  );
  const onnx = threadCounts(cores).map((threads) => {
    const name = `onnxruntime-web on chromium, ${threadsName(threads)}`;
    const contestant = onnxGridSample({ name, threads }, elsewhere, given.problems);
    const backend = `chromium-wasm+kernels${threads === 1 ? '' : '-threaded'}`;
    const inPage = `onnxruntime-web, ${threadsName(threads)}`;
    const address = threads === 1 ? oneThread : `?threads=${threads}`;
    return remote({ ...contestant, backend }, inPage, address);
  });
  const backend = 'chromium-wasm+kernels';
  const memcpy = remote(
    { ...memoryCopy, name: 'memcpy on chromium', backend },
    'memcpy',
    oneThread,
  );
  const [first, ...others] = [...ours, ...onnx, memcpy];
  return first ? [{ ...first, close: () => pages.close() }, ...others] : [];
}

function pageHosts(cores: number): PageHost[] {
  const inPage = 'wasm+kernels';
  return [
    { name: 'chromium-wasm+kernels', inPage, address: oneThread, threads: 1, trains: true },
    ...threadCounts(cores)
      .filter((count) => count > 1)
      .map((threads) => ({
        name: 'chromium-wasm+kernels-threaded',
        inPage,
        address: `?threads=${threads}`,
        threads,
        namesThreads: true,
        trains: true,
      })),
    ...['webgl', 'webgpu'].flatMap((backend) => {
      const address = `?threads=1&for=${backend}`;
      const kernels = `${backend}+kernels`;
      return [
        { name: `chromium-${backend}`, inPage: backend, address, peers: true },
        { name: `chromium-${kernels}`, inPage: kernels, address },
      ];
    }),
  ];
}
