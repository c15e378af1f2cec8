import { ownWords } from './control-words.js';
import type { KernelThread } from './kernel-thread.js';
import type { ThreadSettings } from './thread-main.js';

/**
 * Starts a thread in a page or in a worker of it. Its program is a file next to this one, which
 * bundlers find: a Content-Security-Policy need not allow `blob:`.
 *
 * @throws DOMException where the browser refuses to make one, for example from another origin
 */
export function startBrowserThread(name: string, settings: ThreadSettings): KernelThread {
  const word = ownWords(settings);
  const worker = new Worker(new URL('./kernel-worker.js', import.meta.url), {
    type: 'module',
    // Not the thread's own: Vite 5 refuses options that it can't read from the source.
    name: 'tfjs-stn kernels',
  });
  let exited = false;
  let startFailure: string | undefined;
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    exited = true;
    if (word('systemId') === 0) startFailure = event.message || notLoaded;
  });
  worker.postMessage(settings);
  const hasExited = (): boolean => exited;
  return {
    name,
    isBusy: () => word('busy') !== 0,
    hasExited,
    hasEnded: hasExited,
    // A browser can't be asked for it.
    isKnown: () => false,
    hasBegun: () => word('systemId') !== 0,
    startFailure: () => startFailure,
    terminate: () => worker.terminate(),
  };
}

/** The event of a file that is missing or blocked has no message. */
const notLoaded =
  'kernel-worker.js was not found or is blocked. Serve it with the headers of the page, and let the Content-Security-Policy allow it';
