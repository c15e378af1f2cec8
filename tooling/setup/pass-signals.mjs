/** Within this time, in ms, a repeated signal is the same key press told twice. */
const sameKeyPress = 500;

/**
 * Passes signals on to a child that leads its own process group, each once: the terminal tells a
 * whole group of Ctrl-C, and npm then tells its child again.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} stops passing them on
 */
export function passSignals(child) {
  if (process.platform === 'win32') return passNothing();
  /** @type {Map<NodeJS.Signals, number>} */
  const lastSeen = new Map();
  const send = (/** @type {NodeJS.Signals} */ signal) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
  };
  const sendOnce = (/** @type {NodeJS.Signals} */ signal) => {
    const now = performance.now();
    if (now - (lastSeen.get(signal) ?? -Infinity) >= sameKeyPress) send(signal);
    lastSeen.set(signal, now);
  };
  const suspend = () => {
    send('SIGSTOP');
    process.kill(process.pid, 'SIGSTOP');
  };
  const forget = watchParent(() => sendOnce('SIGINT'));
  const release = listen({
    SIGINT: sendOnce,
    SIGTERM: sendOnce,
    SIGHUP: sendOnce,
    SIGQUIT: sendOnce,
    SIGWINCH: send,
    SIGTSTP: suspend,
    SIGCONT: send,
  });
  return () => {
    forget();
    release();
  };
}

/**
 * A signal to npm alone ends the shell between npm and this process, which is told nothing but
 * finds itself with another parent.
 *
 * @param {() => void} orphaned
 * @returns {() => void} stops watching
 */
function watchParent(orphaned) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.env['npm_lifecycle_event'] === undefined || process.ppid === parent) return;
    clearInterval(timer);
    orphaned();
  }, 250);
  return () => clearInterval(timer);
}

/** On Windows Ctrl-C reaches every process of the console: wait for the child to end. */
function passNothing() {
  return listen({ SIGINT: () => {} });
}

/**
 * @param {Partial<Record<NodeJS.Signals, (signal: NodeJS.Signals) => void>>} handlers
 * @returns {() => void}
 */
function listen(handlers) {
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  };
}
