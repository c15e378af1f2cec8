import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';

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
  /** A server of the page; without it, it is built and served. */
  readonly served?: FolderServer | undefined;
}

/** The backends of Chromium and peers there, in pages that time themselves on request. */
export function browserContestants({
  cores,
  chromium,
  served,
  ...given
}: BrowserOptions): Contestant[] {
  const pages = browserPages(given.seed, chromium, served);
  const remote = (contestant: Contestant, nameThere: string, address: string): Contestant => ({
    ...remoteContestant(contestant, nameThere, () => pages.driverAt(address)),
    close: () => pages.close(),
  });
  const activate = (): Promise<never> => Promise.reject(new Absent('it runs in a browser'));
  const ours = pageHosts(cores).flatMap((host) => {
    const inPage = host.name.replaceAll(/^chromium-|-threaded$/g, '');
    const address = host.threads ? addressOf(host.threads) : `?threads=1&for=${inPage}`;
    return tfjsContestants({ ...host, activate }, given).map((contestant) => {
      const [what = ''] = contestant.name.split(` on ${host.name}`);
      return remote(contestant, `${what} on ${inPage}`, address);
    });
  });
  const onnx = threadCounts(cores).map((threads) => {
    const [name, there] = ['onnxruntime-web on chromium', 'onnxruntime-web'].map(
      (each) => `${each}, ${threadsName(threads)}`,
    ) as [string, string];
    const { problems } = given;
    const peer = { name, threads, backend: wasmName(threads), problems };
    return remote(onnxGridSample(peer, activate), there, addressOf(threads));
  });
  const memcpy = { ...memoryCopy, name: 'memcpy on chromium', backend: wasmName(1) };
  return [...ours, ...onnx, remote(memcpy, memoryCopy.name, addressOf(1))];
}

/** One thread as on any host, several with the headers that they need. */
function addressOf(threads: number): string {
  return `${threads === 1 ? 'plain/' : ''}?threads=${threads}`;
}

function wasmName(threads: number): string {
  return `chromium-wasm+kernels${threads === 1 ? '' : '-threaded'}`;
}

/** What of the page's backends is timed here: `chromium-` and their name there. */
function pageHosts(cores: number): Omit<TfjsHost, 'activate'>[] {
  return [
    ...threadCounts(cores).map((threads) => ({
      name: wasmName(threads),
      threads,
      namesThreads: threads > 1,
      trains: true,
    })),
    { name: 'chromium-webgl', peers: true },
    { name: 'chromium-webgl+kernels' },
    { name: 'chromium-webgpu', peers: true },
    { name: 'chromium-webgpu+kernels' },
  ];
}
