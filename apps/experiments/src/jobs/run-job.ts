import { newTraining, type TrainingState } from '../checkpoint/checkpoint.js';
import { writeCheckpoint } from '../checkpoint/checkpoint-file.js';
import { startBackend } from '../backends/start-backend.js';
import { readDigits } from '../data/digits.js';
import { distortions } from '../distortion/distortions.js';
import { modelFolder } from '../files/model-folder.js';
import { buildModel } from '../models/build-model.js';
import { showcase } from '../testing/showcase.js';
import { testModel } from '../testing/test-model.js';
import { train } from '../training/train.js';
import { Trainee } from '../training/trainee.js';
import type { Job, JobNews, JobRunner } from './job.js';
import { progressMeter } from './progress-meter.js';

/** How long a checkpoint may be old, in seconds: what a crash can lose. */
const CHECKPOINT_INTERVAL = 10;

/** Trains, tests and saves one model, in this thread. */
export const runJob: JobRunner = async (job, onNews, signal) => {
  const { settings, out } = job;
  await startBackend(settings.backend, job.sideBySide);
  const { imageSize } = distortions[settings.distortion];
  const model = buildModel(job.model, imageSize, settings.seed);
  try {
    const trainee = new Trainee(model, job.checkpoint?.weights);
    const state = await trainJob(job, trainee, onNews, signal);
    if (signal.aborted) return { kind: 'stopped', step: state.step };
    onNews({ kind: 'testing' });
    const digits = await readDigits(job.data, 'test');
    const test = await testModel(model, digits, settings.distortion, signal);
    if (!test) return { kind: 'stopped', step: state.step };
    await model.save(modelFolder(out, job.model));
    const shown = showcase(model, digits, settings.distortion);
    const { seconds, curve } = state;
    const result = { model: job.model, parameters: model.countParams(), seconds, curve, test };
    return { kind: 'finished', result: { ...result, ...(shown && { showcase: shown }) } };
  } finally {
    model.dispose();
  }
};

/** Trains and keeps a checkpoint: every few seconds, and of the last state in any case. */
async function trainJob(
  job: Job,
  trainee: Trainee,
  onNews: (news: JobNews) => void,
  signal: AbortSignal,
): Promise<TrainingState> {
  const keep = (state: TrainingState): Promise<void> =>
    writeCheckpoint(job.out, job.model, { ...state, weights: trainee.weights });
  const start = job.checkpoint ?? newTraining(job.settings);
  const meter = progressMeter(start);
  let keptAt = performance.now();
  const digits = await readDigits(job.data, 'training');
  const end = await train(trainee, digits, start, {
    signal,
    onStep: async (state) => {
      onNews({ kind: 'progress', progress: meter(state) });
      if (performance.now() - keptAt < 1000 * CHECKPOINT_INTERVAL) return;
      await keep(state);
      keptAt = performance.now();
    },
  });
  await keep(end);
  return end;
}
