/**
 * @typedef {object} Timed one contestant at one problem
 * @property {string} task
 * @property {string} library
 * @property {number} threads
 * @property {number[]} rounds ms of a call, the median of each round
 */

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** @param {Timed} timed */
export function timeLine({ task, library, threads, rounds }) {
  const what = task === 'transformer' ? `${library}, transformer alone` : library;
  const who = `${what}, ${threads} thread${threads > 1 ? 's' : ''}`;
  const [least, middle] = [quantile(rounds, 0), median(rounds)];
  return `  ${who.padEnd(44)} least ${least.toFixed(2)}  median ${middle.toFixed(2)} ms`;
}

/**
 * Compares two contestants round by round, so that what happens to the machine meets both.
 *
 * @param {string} title
 * @param {Timed | undefined} one
 * @param {Timed | undefined} other
 * @param {{ most?: number, least?: number }} target of one's time over the other's
 * @returns {string[]} no line where one of them did not run
 */
export function ratioLine(title, one, other, { most = Infinity, least = 0 }) {
  if (!one || !other) return [];
  const ratios = one.rounds.map((time, round) => time / (other.rounds[round] ?? NaN));
  const middle = median(ratios);
  const range = `${quantile(ratios, 0.25).toFixed(3)} to ${quantile(ratios, 0.75).toFixed(3)}`;
  const leasts = quantile(one.rounds, 0) / quantile(other.rounds, 0);
  const wanted = most < Infinity ? `at most ${most}` : `at least ${least}`;
  const isAsked = most < Infinity || least > 0;
  const verdict = middle <= most && middle >= least ? 'holds' : 'MISSED';
  const asked = isAsked ? `  ${wanted}: ${verdict}` : '';
  const figures = `${middle.toFixed(3)}  (half of the rounds ${range}; of the least ${leasts.toFixed(3)})`;
  return [`  ${title}: ${figures}${asked}`];
}
