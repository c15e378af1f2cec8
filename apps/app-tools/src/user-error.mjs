/** An error the user can fix: shown as one line with the remedy, without a stack. */
export class UserError extends Error {
  /** @override */
  name = /** @type {const} */ ('UserError');
}
