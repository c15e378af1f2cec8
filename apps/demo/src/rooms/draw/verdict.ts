/** What a reading comes to. */
export interface Verdict {
  /** Whether it is one digit, one of two, or none. */
  readonly kind: 'sure' | 'unsure' | 'nothing';
  /** One digit if it is sure, the two likeliest if not. */
  readonly digits: readonly number[];
}

/** The verdict on dots and scribbles. */
export const NOTHING: Verdict = { kind: 'nothing', digits: [] };

/** The least probability of a digit that counts as sure. */
const SURE = 0.7;
/** The least probability of the likeliest digit, below which it is none. */
const LEAST = 0.5;

/** Judges the probabilities of the digits 0 to 9. */
export function verdictOf(probabilities: readonly number[]): Verdict {
  const share = (digit: number): number => probabilities[digit] ?? 0;
  const [first = 0, second = 0] = [...probabilities.keys()].sort((a, b) => share(b) - share(a));
  if (share(first) >= SURE) return { kind: 'sure', digits: [first] };
  return share(first) < LEAST ? NOTHING : { kind: 'unsure', digits: [first, second] };
}
