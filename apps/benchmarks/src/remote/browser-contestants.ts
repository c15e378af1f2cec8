import type { FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';

import { threadCounts, threadsName } from '../cases/cases.js';
import { Absent, type Contestant } from '../contestants/contestant.js';
import { memoryCopy } from '../contestants/memory-copy.js';
import { tfjsContestants, type Given } from '../contestants/tfjs-contestants.js';
import type { TfjsHost } from '../contestants/tfjs-host.js';
import { onnxGridSample } from '../peers/onnx.js';
import { browserPages } from './browser.js';
import { remoteContestant } from './driver.js';

/**
 * The backends of Chromium and peers there, in pages that time themselves on request.
 *
 * @param given also the number of cores, and a server of the page; without it, it is built and served
 */
export function browserContestants(
  given: Given & { readonly cores: number; readonly served?: FolderServer },
): Contestant[] {
  const { cores, problems } = given;
  const pages = browserPages(given.seed, given.served);
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
    const own = threadsName(threads);
    const name = `onnxruntime-web on chromium, ${own}`;
    const peer = { name, threads, backend: wasmName(threads), problems };
    return remote(onnxGridSample(peer, activate), `onnxruntime-web, ${own}`, addressOf(threads));
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
  const wasm = threadCounts(cores).map((threads) => ({
    name: wasmName(threads),
    threads,
    namesThreads: threads > 1,
    trains: true,
  }));
  const gpus = ['webgl', 'webgpu'].flatMap((name) => [
    { name: `chromium-${name}`, peers: true },
    { name: `chromium-${name}+kernels` },
  ]);
  return [...wasm, ...gpus];
}
