/** Something that went wrong, in words for the user: what it is, and what to do about it. */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}
