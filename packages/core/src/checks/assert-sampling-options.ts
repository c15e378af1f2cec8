import {
  paddings,
  type CompositeSampler,
  type FillValue,
  type KernelSampler,
  type Padding,
  type Sampler,
} from '../contracts/sampler.js';
import { OptionError } from '../errors.js';
import { describeMisplaced, describeValue, suggestName } from './describe-value.js';

interface GivenOptions {
  readonly sampler: Sampler;
  readonly padding?: Padding | undefined;
  readonly fillValue?: FillValue | undefined;
}

/**
 * Fills in defaults and refuses invalid options. Returns copies: a gradient is computed long after its
 * forward pass and must not see later changes.
 */
export function assertSamplingOptions(
  operation: string,
  options: GivenOptions,
  channels?: number,
): { sampler: Sampler; padding: Padding; fillValue: FillValue } {
  const sampler = assertSampler(operation, options);
  const { padding = 'zeros', fillValue = 0 } = options;
  if (!paddings.includes(padding)) throw unknownPadding(operation, padding);
  if (padding !== 'zeros' && options.fillValue !== undefined) {
    throw new OptionError(
      operation,
      `fillValue only goes with padding 'zeros', got padding '${padding}'. Leave one of them out`,
    );
  }
  assertFillValue(operation, fillValue, channels);
  return {
    sampler: snapshotSampler(sampler),
    padding,
    fillValue: typeof fillValue === 'number' ? fillValue : [...fillValue],
  };
}

/**
 * A sampler that later changes by the caller don't reach. Factories return frozen ones, and a
 * composite is called only once, in the forward pass.
 */
export function snapshotSampler(sampler: Sampler): Sampler {
  const isFrozen = Object.isFrozen(sampler) && Object.isFrozen(sampler.config);
  if (sampler.kind === 'composite' || isFrozen) return sampler;
  const { kind, name, config, taps, fastKernel } = sampler;
  return {
    kind,
    name,
    config: { ...config },
    taps,
    ...(fastKernel !== undefined && { fastKernel }),
    weights: sampler.weights.bind(sampler),
  };
}

function unknownPadding(operation: string, padding: unknown): OptionError {
  const guess = typeof padding === 'string' ? suggestName(padding, paddings) : undefined;
  return new OptionError(
    operation,
    `padding must be one of ${paddings.join(', ')}, got ${describeValue(padding)}${guess ? `. ${guess}` : ''}`,
  );
}

function assertSampler(operation: string, options: GivenOptions | undefined): Sampler {
  const sampler: unknown = options?.sampler;
  const { kind, name } = (
    typeof sampler === 'object' && sampler ? sampler : {}
  ) as Partial<Sampler>;
  if (typeof name === 'string' && isComplete(sampler as Sampler, kind)) return sampler as Sampler;
  throw new OptionError(
    operation,
    `sampler must be a sampler value such as bilinear(), got ${describeMisplaced(sampler, 'createSampler')}`,
  );
}

function isComplete(sampler: Sampler, kind: unknown): boolean {
  if (kind === 'composite') return typeof (sampler as CompositeSampler).sample === 'function';
  if (kind !== 'kernel') return false;
  const { taps, weights } = sampler as KernelSampler;
  return Number.isInteger(taps) && taps > 0 && typeof weights === 'function';
}

function assertFillValue(operation: string, fillValue: unknown, channels?: number): void {
  const values: readonly unknown[] = Array.isArray(fillValue) ? fillValue : [fillValue];
  if (!values.every((value) => typeof value === 'number')) {
    throw new OptionError(
      operation,
      `fillValue must be a number or one per channel, got ${describeValue(fillValue)}`,
    );
  }
  if (Array.isArray(fillValue) && channels !== undefined && values.length !== channels) {
    throw new OptionError(
      operation,
      `fillValue must have one number per channel, ${channels}, got ${values.length}`,
    );
  }
}
