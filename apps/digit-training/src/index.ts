export {
  shuffledBatches,
  testBatches,
  trainingBatches,
  type Schedule,
  type TestBatch,
  type TrainingBatch,
} from './batches.js';
export { digitImages, distort, randomThetas, type Distortion } from './distortion.js';
export { buildDigitModel, transformerOf, transformersOf, type DigitModelOptions } from './model.js';
export {
  hashIntegers,
  randomSource,
  shuffledOrder,
  streams,
  TEST_SEED,
  type RandomSource,
} from './random.js';
export {
  centreJacobians,
  linearPart,
  multiply2,
  rotationAngle,
  type Matrix2,
} from './rotation-angle.js';
export {
  DivergenceError,
  Trainee,
  type LearningRates,
  type Objective,
  type Score,
  type TrainedWeight,
} from './trainee.js';
