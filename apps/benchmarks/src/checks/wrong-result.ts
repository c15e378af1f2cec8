/** A contestant has computed something else than it was asked for, and is not timed. */
export class WrongResult extends Error {
  override readonly name = 'WrongResult';
}
