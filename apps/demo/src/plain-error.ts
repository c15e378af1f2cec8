/** An error whose message is shown to the user: what failed, and what to do. */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}
