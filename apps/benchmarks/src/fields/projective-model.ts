import { affineModel } from './affine-model.js';
import type { FieldModel, Point } from './field-model.js';

/** The affine turn, seen from a little aside; the horizon is outside the output. */
export const projectiveModel: FieldModel = {
  paramCount: 8,
  theta: (random) => [...affineModel.theta(random), 0.1 + 0.05 * random(), -0.05 - 0.05 * random()],
  map(theta) {
    const numerator = affineModel.map(theta);
    return (at) => {
      const w = depth(theta, at);
      const [u, v] = numerator(at);
      return [u / w, v / w];
    };
  },
  derivatives(theta, at) {
    const [x, y] = at;
    const w = depth(theta, at);
    const [u, v] = projectiveModel.map(theta)(at);
    return [
      [x / w, y / w, 1 / w, 0, 0, 0, (-u * x) / w, (-u * y) / w],
      [0, 0, 0, x / w, y / w, 1 / w, (-v * x) / w, (-v * y) / w],
    ];
  },
};

function depth({ 6: g = NaN, 7: h = NaN }: ArrayLike<number>, [x, y]: Point): number {
  return g * x + h * y + 1;
}
