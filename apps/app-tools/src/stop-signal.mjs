/** Within this time, in milliseconds, a second signal is the same key press told twice. */
const SAME_KEY_PRESS = 1000;

/**
 * Aborts on Ctrl-C or when the process is asked to end; the second time, ends it at once.
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
