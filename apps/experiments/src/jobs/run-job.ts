import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { Trainee } from '@tfjs-stn-apps/digit-training';

import { buildModel } from '../build-model.js';
import { readDigits } from '../digits.js';
import type { ModelFiles } from '../files/output-folder.js';
import { countSteps, distortions } from '../settings.js';
import { writeCheckpoint } from '../training/checkpoint.js';
import { showcase } from '../training/showcase.js';
import { startBackend, threadsFor } from '../training/start-backend.js';
import { testModel } from '../training/test-model.js';
import { train } from '../training/train.js';
import { latestScore, newTraining, type TrainingState } from '../training/training-state.js';
import type { Job, JobNews, JobRunner, Progress } from './job.js';

/** Seconds between checkpoints: the most that a crash can lose. */
const CHECKPOINT_INTERVAL = 10;

/** Trains and tests one model, in this thread. */
export const runJob: JobRunner = async (job, onNews, signal) => {
  const { settings } = job;
  await startBackend(settings.backend, threadsFor(job.sideBySide ?? 1));
  const { imageSize } = distortions[settings.distortion];
  const model = buildModel(job.model, imageSize, settings);
  try {
    const state = await trainJob(job, traineeOf(job, model), onNews, signal);
    if (signal.aborted) return { kind: 'stopped', step: state.step };
    onNews({ kind: 'testing' });
    const digits = await readDigits(job.data, 'test');
    const test = await testModel(model, digits, settings.distortion, signal);
    if (!test) return { kind: 'stopped', step: state.step };
    const files = await filesOf(model);
    const shown = showcase(model, digits, settings.distortion);
    const { seconds, curve } = state;
    const parameters = model.countParams();
    const result = { model: job.model, files, parameters, seconds, curve, test, showcase: shown };
    return { kind: 'finished', result };
  } finally {
    model.dispose();
  }
};

function traineeOf({ model: name, checkpoint }: Job, model: LayersModel): Trainee {
  try {
    return new Trainee(model, checkpoint?.weights);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `The checkpoint of ${name} does not fit the model (${error.message}). Delete it to start over`,
    );
  }
}

/** Trains, and writes a checkpoint every few seconds and after the last step. */
async function trainJob(
  job: Job,
  trainee: Trainee,
  onNews: (news: JobNews) => void,
  signal: AbortSignal,
): Promise<TrainingState> {
  const keep = (state: TrainingState): Promise<void> =>
    writeCheckpoint(job.out, job.model, { ...state, weights: trainee.weights });
  const start = job.checkpoint ?? newTraining(job.settings);
  const progressOf = progressMeter(start);
  let keptAt = performance.now();
  const digits = await readDigits(job.data, 'training');
  const end = await train(trainee, digits, start, {
    signal,
    onStep: async (state) => {
      onNews({ kind: 'progress', progress: progressOf(state) });
      if (performance.now() - keptAt < 1000 * CHECKPOINT_INTERVAL) return;
      await keep(state);
      keptAt = performance.now();
    },
  });
  await keep(end);
  return end;
}

/** Derives progress from states, with the speed since `start`. */
function progressMeter(start: TrainingState): (state: TrainingState) => Progress {
  const { settings } = start;
  const steps = countSteps(settings);
  return ({ step, seconds, curve }) => {
    const stepsPerSecond = (step - start.step) / Math.max(1e-3, seconds - start.seconds);
    return {
      ...latestScore(curve),
      step,
      steps,
      imagesPerSecond: stepsPerSecond * settings.batch,
      secondsLeft: stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : Infinity,
    };
  };
}

/** A tf.layers model as `model.json` and `weights.bin`, which `tf.loadLayersModel` reads. */
export async function filesOf(model: LayersModel): Promise<ModelFiles> {
  let files: ModelFiles | undefined;
  const handler = io.withSaveHandler((artifacts) => {
    const { modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy } = artifacts;
    const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs ?? [] }];
    const saved = { format, generatedBy, convertedBy, modelTopology, weightsManifest };
    files = {
      'model.json': JSON.stringify(saved),
      'weights.bin': new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
    };
    return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
  });
  await model.save(handler);
  if (!files) throw new TypeError('filesOf: tf.js must hand the model over, got nothing');
  return files;
}
