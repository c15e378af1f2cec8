/**
 * Milliseconds per call, over several calls in a row. A call that gives a promise has ended when it
 * resolves.
 */
export async function timeCalls(call: () => void | Promise<void>, calls: number): Promise<number> {
  const start = performance.now();
  for (let made = 0; made < calls; made++) {
    const pending = call();
    // To await nothing takes its time as well.
    if (pending) await pending;
  }
  return (performance.now() - start) / calls;
}
