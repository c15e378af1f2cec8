/** Student's t at 99.7 %, two-sided, by degrees of freedom: what three standard errors are for many. */
const student: readonly (readonly [freedom: number, t: number])[] = [
  [2, 18.2],
  [3, 8.89],
  [4, 6.43],
  [5, 5.4],
  [6, 4.84],
  [8, 4.25],
  [10, 3.94],
  [15, 3.56],
  [20, 3.4],
  [40, 3.16],
];

/**
 * How many standard errors are still chance, for so many rounds: few of them know their own error
 * badly.
 */
export function beyondChance(rounds: number): number {
  const found = student.filter(([freedom]) => freedom <= rounds - 1).at(-1);
  return found ? found[1] : Infinity;
}
