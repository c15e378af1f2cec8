import type { FieldName } from '../cases/operation.js';
import { affineModel } from './affine-model.js';
import type { FieldModel } from './field-model.js';
import { projectiveModel } from './projective-model.js';
import { tpsModel } from './tps-model.js';

/** The model of every field; a given grid is that of an affine warp. */
export const fieldModels: Record<FieldName, FieldModel> = {
  affine: affineModel,
  projective: projectiveModel,
  tps: tpsModel,
  grid: affineModel,
};
