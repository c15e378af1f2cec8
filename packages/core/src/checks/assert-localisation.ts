import type { Localisation, LocalisationModel } from '../contracts/localisation.js';
import { OptionError } from '../errors.js';
import { describeValue } from './describe-value.js';

/** Passes functions and models, and not the presets that models are built by. */
export function assertLocalisation(
  operation: string,
  localisation: unknown,
): asserts localisation is Localisation {
  if (typeof localisation === 'function') return;
  const { apply, build } = (localisation ?? {}) as Partial<LocalisationModel & { build: unknown }>;
  if (typeof apply === 'function') return;
  const remedy = typeof build === 'function' ? '. Build it with preset.build({ … })' : '';
  throw new OptionError(
    operation,
    `localisation must be a function or a model from image to θ, got ${describeValue(localisation)}${remedy}`,
  );
}
