/**
 * Gives others a chance: a click on Stop, Ctrl-C, progress that is to be painted. They wait
 * for as long as one promise only follows another. A timer would do as well, but not in a page that
 * nobody looks at, where it takes a second.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const receive = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', receive, { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
}
