/** Signals within this time, in milliseconds, belong to the same key press. */
const SAME_KEY_PRESS = 1000;

/**
 * Returns a signal that is aborted by Ctrl-C or SIGTERM. A second Ctrl-C ends the process at once.
 *
 * @returns {AbortSignal}
 */
export function stopSignal() {
  const stop = new AbortController();
  let since = 0;
  const onSignal = () => {
    if (stop.signal.aborted && performance.now() - since > SAME_KEY_PRESS) process.exit(130);
    if (stop.signal.aborted) return;
    since = performance.now();
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
