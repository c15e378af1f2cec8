import { makePattern, type MultiSampleConfig, type Pattern } from './pattern.js';

/** Output sizes whose patterns are kept: one that is trained at, and one that is tested at. */
const capacity = 2;

/**
 * The patterns of a config, each made at its first use. They are numbers of the host, so that there is
 * nothing to dispose of: 16 bytes for every sample, as much as the field and the points take.
 */
export function cachedPatterns(
  config: MultiSampleConfig,
): (size: readonly [height: number, width: number]) => Pattern {
  /** From the one used longest ago to the one used last. */
  const patterns = new Map<string, Pattern>();
  return (size) => {
    const key = size.join();
    const pattern = patterns.get(key) ?? makePattern(config, size);
    patterns.delete(key);
    patterns.set(key, pattern);
    const [oldest] = patterns.keys();
    if (patterns.size > capacity && oldest !== undefined) patterns.delete(oldest);
    return pattern;
  };
}
