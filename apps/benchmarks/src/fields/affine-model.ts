import type { FieldModel } from './field-model.js';

/** A turn by about 25° at scale 0.9 with a small shift: most of it inside, some border. */
export const affineModel: FieldModel = {
  paramCount: 6,
  theta(random) {
    const angle = ((22 + 6 * random()) * Math.PI) / 180;
    const [cos, sin] = [0.9 * Math.cos(angle), 0.9 * Math.sin(angle)];
    return [cos, -sin, 0.1 * random(), sin, cos, -0.06 * random()];
  },
  map({ 0: a = NaN, 1: b = NaN, 2: tx = NaN, 3: c = NaN, 4: d = NaN, 5: ty = NaN }) {
    return ([x, y]) => [a * x + b * y + tx, c * x + d * y + ty];
  },
  derivatives: (_theta, [x, y]) => [
    [x, y, 1, 0, 0, 0],
    [0, 0, 0, x, y, 1],
  ],
};
