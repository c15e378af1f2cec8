import { env } from '@tensorflow/tfjs-core';
import { warnOnce } from '@tfjs-stn/core/~internal';
import { startBrowserThread } from '@tfjs-stn/kernels/browser-thread';
import { kernelTeam, type KernelTeam, type PoolSettings } from '@tfjs-stn/kernels/team';

/** Kernels that are linked to a memory that threads can share. */
export type SharedKernels = Pick<PoolSettings, 'module' | 'memory' | 'kernels'>;

let threads = 1;
let present: { readonly kernels: SharedKernels; readonly team: KernelTeam } | undefined;

/** Sets how many threads kernels may use, with the calling one, from the next task on. */
export function setThreads(count: number): void {
  if (count !== threads) endTeam();
  threads = count;
}

/**
 * The team of a memory: there is one in a page, since tfjs has one wasm backend at a time.
 *
 * @param kernels `undefined` where the memory of tfjs is not shared
 * @returns undefined where there is one thread
 */
export function teamFor(kernels: SharedKernels | undefined): KernelTeam | undefined {
  if (threads === 1) return undefined;
  if (kernels === undefined) {
    warn(whyNotShared());
    return undefined;
  }
  if (present?.kernels !== kernels || present.team.isBroken) {
    endTeam();
    const team = kernelTeam({ ...kernels, threads, startThread: startBrowserThread, warn });
    present = { kernels, team };
  }
  return present.team;
}

function endTeam(): void {
  present?.team.close();
  present = undefined;
}

function whyNotShared(): string {
  if (env().getBool('IS_NODE')) {
    return "tfjs's wasm backend has one thread in Node.js: take registerNodeKernels of @tfjs-stn/backend-node";
  }
  if (!globalThis.crossOriginIsolated) {
    return 'the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp';
  }
  return 'tfjs has loaded a build without threads: give setWasmPaths the folder of tfjs-backend-wasm-threaded-simd.wasm, and leave WASM_HAS_MULTITHREAD_SUPPORT as it is';
}

/** Warns once for each reason that there are fewer threads: results are correct, but slower. */
function warn(reason: string): void {
  warnOnce(
    `threads on wasm: ${reason}`,
    `registerWasmKernels: could not start worker threads (${reason}). Continuing with fewer; leave threads out to silence this warning`,
  );
}
