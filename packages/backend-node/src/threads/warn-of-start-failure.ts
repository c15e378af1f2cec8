const told = /* @__PURE__ */ new Set<string>();

/** Warns once for each reason that threads do not start: results are correct, but slower. */
export function warnOfStartFailure(reason: string): void {
  if (told.has(reason)) return;
  told.add(reason);
  process.emitWarning(
    `registerNodeKernels: could not start worker threads (${reason}); continuing with fewer. Pass { threads: 1 } to silence this warning`,
    { code: 'TFJS_STN_NO_THREADS' },
  );
}
