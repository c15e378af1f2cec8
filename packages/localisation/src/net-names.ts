const builtOf = /* @__PURE__ */ new Map<string, number>();

/**
 * Names for the layers of one net, such as `cnn_2_conv_1`: saved weights are found by the names of
 * their layers, so those of two nets in one model must differ.
 */
export function netNames(preset: string): (layer?: string) => string {
  const count = (builtOf.get(preset) ?? 0) + 1;
  builtOf.set(preset, count);
  const net = `${preset}_${count}`;
  return (layer) => (layer === undefined ? net : `${net}_${layer}`);
}
