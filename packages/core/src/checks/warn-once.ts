const told = new Set<string>();

/** Prints a warning the first time that one of this kind is due. */
export function warnOnce(kind: string, message: string): void {
  if (told.has(kind)) return;
  told.add(kind);
  // oxlint-disable-next-line no-console -- a hint for the author of the program, not an error
  console.warn(message);
}
