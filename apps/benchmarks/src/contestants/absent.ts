/** A contestant can't take part: the message says why, for the report. */
export class Absent extends Error {
  override readonly name = 'Absent';
}
