/** An error the user can fix: shown as one line with the remedy, without a stack. */
export class UserError extends Error {
  /** @override */
  name = /** @type {const} */ ('UserError');
}

/**
 * @param {unknown} error
 * @returns {string} what it says, in an error or in anything else that was thrown
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
