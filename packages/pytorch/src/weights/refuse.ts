import { OptionError } from '@tfjs-stn/core/errors';

/**
 * @param layer the one that was got
 * @throws OptionError always
 */
export function refuse(rule: string, layer?: { readonly name: string }): never {
  const got = layer ? `, got the layer '${layer.name}'` : '';
  throw new OptionError('loadPyTorchWeights', rule + got);
}
