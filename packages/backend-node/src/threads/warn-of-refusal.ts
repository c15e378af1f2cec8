const told = /* @__PURE__ */ new Set<string>();

/** Warns that threads do not start, once for each reason: results are right, but come slower. */
export function warnOfRefusal(reason: string): void {
  if (told.has(reason)) return;
  told.add(reason);
  process.emitWarning(
    `registerNodeKernels: threads must be able to start, got ${reason}. Kernels run on the threads that there are; call it with { threads: 1 } to have no others`,
    { code: 'TFJS_STN_NO_THREADS' },
  );
}
