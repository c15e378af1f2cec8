import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import {
  DivergenceError,
  randomSource,
  shuffledBatches,
  streams,
  Trainee,
  type Score,
} from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';

import { readCheckpointFile, writeCheckpointFile } from '../../files/checkpoint-file.js';
import { buildPaperNet } from './build-paper-net.js';
import { cellId, isCoLocalisation, type Cell } from '../cell.js';
import { learnToLocalise } from './co-localise.js';
import { exampleBatch } from './example-batch.js';
import { ratesAt, type Progress, type Recipe } from './recipe.js';
import { healthOf, testCell } from './test-cell.js';
import { collapseWarning, type TransformerHealth } from './transformer-health.js';

/** Everything that the result of a cell depends on. */
export interface CellSettings extends Recipe {
  readonly cell: Cell;
  readonly backend: string;
  readonly threads: number;
  /** Fingerprint of the training and test images. */
  readonly dataset: string;
  /** Fingerprint of the sources that train. */
  readonly sources: string;
}

/** The means of one epoch. */
export interface EpochRecord {
  readonly loss: number;
  /** Percent of wrong answers on the training images, distorted differently in every epoch. */
  readonly error: number;
  /** Of a transformer, after the epoch. */
  readonly health?: TransformerHealth;
}

/** How far a cell is. */
export interface CellState {
  readonly settings: CellSettings;
  /** Completed steps. */
  readonly step: number;
  readonly seconds: number;
  readonly epochs: readonly EpochRecord[];
  /** Sums over the steps of the epoch that is not complete. */
  readonly open: { readonly loss: number; readonly accuracy: number };
}

/** A cell that is finished. */
export interface CellOutcome extends Pick<CellState, 'settings' | 'seconds' | 'epochs'> {
  /** Percent of wrong answers on all test digits. */
  readonly error: number;
  readonly steps: number;
  readonly weights: number;
}

/** Training and test digits. */
export interface DigitSets {
  readonly training: Digits;
  readonly test: Digits;
}

/** Connects a training to its caller. */
export interface CellHooks {
  /** Stops after the current step and keeps a checkpoint. */
  readonly signal: AbortSignal;
  onEpoch(state: CellState): void;
  onWarning(line: string): void;
}

/** Seconds between checkpoints: the most that a crash can lose. */
const CHECKPOINT_INTERVAL = 20;

/** The name of a cell's checkpoint in its folder. */
export const CHECKPOINT = 'cell.checkpoint';
/** The name of its last checkpoint once it is finished. */
export const TRAINED = 'trained.checkpoint';
/** Of both. */
export const CELL_FORMAT = 2;

/**
 * Trains a cell from its checkpoint on, if there is one with the same settings, and tests it.
 *
 * @param folder the cell's own
 * @returns undefined if the signal was aborted
 * @throws UserError if the checkpoint is damaged, can't be written, or has other settings
 */
export async function trainCell(
  settings: CellSettings,
  digits: DigitSets,
  folder: string,
  hooks: CellHooks,
): Promise<CellOutcome | undefined> {
  const model = buildPaperNet(settings.cell);
  try {
    const found = await readCheckpoint(folder, settings);
    const trainee = new Trainee(model, found?.weights);
    const start = found ?? { settings, step: 0, seconds: 0, epochs: [], open: nothing };
    const end = await train(trainee, digits, start, { folder, hooks });
    if (hooks.signal.aborted) return undefined;
    const { distortion } = settings.cell;
    const wrong = await testCell(model, digits.test, distortion, hooks.signal);
    if (wrong === undefined) return undefined;
    const { seconds, epochs, step } = end;
    const error = (100 * wrong) / digits.test.count;
    return { settings, error, steps: step, weights: model.countParams(), seconds, epochs };
  } finally {
    model.dispose();
  }
}

const nothing = { loss: 0, accuracy: 0 };

async function readCheckpoint(folder: string, settings: CellSettings): Promise<Found> {
  const path = join(folder, CHECKPOINT);
  const found = await readCheckpointFile<CellState>(path, CELL_FORMAT);
  if (found === undefined) return undefined;
  const other = found === 'foreign' || differences(found.settings, settings).length > 0;
  if (!other) return found;
  const what = found === 'foreign' ? 'format' : differences(found.settings, settings).join(', ');
  throw new UserError(
    `The checkpoint ${path} has another ${what}. Delete it to start over, or choose another folder with --out`,
  );
}

type Found = Exclude<Awaited<ReturnType<typeof readCheckpointFile<CellState>>>, 'foreign'>;

function differences(before: CellSettings, now: CellSettings): string[] {
  const names = Object.keys(now) as (keyof CellSettings)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

interface Place {
  readonly folder: string;
  readonly hooks: CellHooks;
}

/** Trains to the end, or to the step during which the signal was aborted. */
async function train(
  trainee: Trainee,
  { training, test: tested }: DigitSets,
  start: CellState,
  { folder, hooks }: Place,
): Promise<CellState> {
  const { settings } = start;
  const { cell, batch, epochs } = settings;
  const perEpoch = Math.max(1, Math.floor(training.count / batch));
  const steps = epochs * perEpoch;
  const digitsOf = shuffledBatches(training, { batch, seed: cell.seed });
  const keep = (state: CellState): Promise<void> =>
    writeCheckpointFile(folder, CHECKPOINT, { ...state, weights: trainee.weights }, CELL_FORMAT);
  let state = start;
  let keptAt = performance.now();
  while (state.step < steps && !hooks.signal.aborted) {
    const { step } = state;
    const before = performance.now();
    const score = learn(trainee, digitsOf(step), settings, { step, steps });
    const loss = state.open.loss + score.loss;
    const accuracy = state.open.accuracy + score.accuracy;
    const seconds = state.seconds + (performance.now() - before) / 1000;
    state = { ...state, step: step + 1, seconds, open: { loss, accuracy } };
    if (state.step % perEpoch === 0)
      state = closeEpoch(state, perEpoch, trainee.model, tested, hooks);
    if (performance.now() - keptAt > 1000 * CHECKPOINT_INTERVAL) {
      await keep(state);
      keptAt = performance.now();
    }
    // Lets messages in, such as the one to stop.
    await setImmediate();
  }
  await keep(state);
  return state;
}

function learn(
  trainee: Trainee,
  digits: Digits,
  settings: CellSettings,
  progress: Progress,
): Score {
  const { distortion, seed } = settings.cell;
  const random = randomSource(seed, streams.distortion, progress.step);
  try {
    if (isCoLocalisation(distortion)) {
      return learnToLocalise(trainee, distortion, { digits, random, settings, ...progress });
    }
    const examples = exampleBatch(distortion, digits, random);
    try {
      return trainee.learn(
        examples,
        ratesAt(settings, progress.step, progress.steps),
        progress.step,
      );
    } finally {
      examples.images.dispose();
    }
  } catch (error) {
    throw error instanceof DivergenceError ? new UserError(error.message) : error;
  }
}

/** Ends an epoch: its means, and where the transformer looks. */
function closeEpoch(
  state: CellState,
  steps: number,
  model: LayersModel,
  tested: Digits,
  hooks: CellHooks,
): CellState {
  const { open, settings } = state;
  const health = healthOf(model, tested, settings.cell.distortion);
  const record: EpochRecord = {
    loss: open.loss / steps,
    error: 100 * (1 - open.accuracy / steps),
    ...(health && { health }),
  };
  const closed = { ...state, epochs: [...state.epochs, record], open: nothing };
  hooks.onEpoch(closed);
  const warning = health && collapseWarning(health);
  if (warning)
    hooks.onWarning(`${cellId(settings.cell)}, epoch ${closed.epochs.length}: ${warning}`);
  return closed;
}
