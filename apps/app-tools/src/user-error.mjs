/** Something the user can mend: shown as one line that says what and how, without a stack. */
export class UserError extends Error {
  /** @override */
  name = /** @type {const} */ ('UserError');
}
