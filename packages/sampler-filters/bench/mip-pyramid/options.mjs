import { parseArgs } from 'node:util';

const help = `node packages/sampler-filters/bench/mip-pyramid.mjs [options]

  --level <rule>   what picks the pyramid's level: the longer side of the footprint,
                   the mean of both, or both one beside the other
                   (longer, mean, both; default both)
  --size <pixels>  side of the pictures whose error is measured (default 256)
  --timed <pixels> side of the picture that is timed (default 512)
  --rounds <count> calls of every contestant, of which medians are taken (default 15)
  --help           this

Sides are multiples of 16, 32 at least. Tables go to the standard output, progress to the
standard error. Ctrl-C ends it at any time; tables that are finished have been printed.`;

/**
 * @typedef {object} Options
 * @property {import('./level.mjs').LevelRule[]} rules
 * @property {number} size
 * @property {number} timed
 * @property {number} rounds
 */

/**
 * @param {string[]} args
 * @returns {Options | { help: string }}
 * @throws RangeError for a value that makes no sense, TypeError for an option that there is not
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      level: { type: 'string', default: 'both' },
      size: { type: 'string', default: '256' },
      timed: { type: 'string', default: '512' },
      rounds: { type: 'string', default: '15' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { help };
  return {
    rules: rulesOf(values.level),
    size: sideOf('--size', values.size),
    timed: sideOf('--timed', values.timed),
    rounds: wholeNumber('--rounds', values.rounds, 1, 1),
  };
}

/**
 * @param {string} level
 * @returns {import('./level.mjs').LevelRule[]}
 */
function rulesOf(level) {
  if (level === 'both') return ['longer', 'mean'];
  if (level === 'longer' || level === 'mean') return [level];
  throw new RangeError(`--level must be longer, mean or both, got ${level}`);
}

/**
 * @param {string} option
 * @param {string} text
 */
function sideOf(option, text) {
  return wholeNumber(option, text, 32, 16);
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} least
 * @param {number} unit
 */
function wholeNumber(option, text, least, unit) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value % unit === 0) return value;
  const kind = unit === 1 ? 'whole number' : `multiple of ${unit}`;
  throw new RangeError(`${option} must be a ${kind}, ${least} at least, got ${text}`);
}
