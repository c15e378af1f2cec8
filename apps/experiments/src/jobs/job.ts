import type { Score } from '@tfjs-stn-apps/digit-training';

import type { ModelFiles } from '../files/output-folder.js';
import type { ModelName, Settings } from '../settings.js';
import type { Checkpoint } from '../training/checkpoint.js';
import type { Showcase } from '../training/showcase.js';
import type { TestResult } from '../training/test-model.js';
import type { Curve } from '../training/training-state.js';

/** One model to train and test. */
export interface Job {
  readonly model: ModelName;
  readonly settings: Settings;
  /** The folder of MNIST's files. */
  readonly data: string;
  /** The output folder. */
  readonly out: string;
  /** Jobs that run at the same time, including this one; defaults to 1. */
  readonly sideBySide?: number;
  /** Resume from here. */
  readonly checkpoint?: Checkpoint;
}

/** The progress of a training, as it is displayed. */
export interface Progress extends Score {
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** Reported by a job while it runs. */
export type JobNews =
  { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'testing' };

/** The result of a finished job. */
export interface JobResult {
  readonly model: ModelName;
  /** The trained model. It is written when all jobs are finished, with the other results. */
  readonly files: ModelFiles;
  readonly parameters: number;
  /** Training time, summed over all runs. */
  readonly seconds: number;
  readonly curve: Curve;
  readonly test: TestResult;
  readonly showcase: Showcase;
}

/** How a job ended: with a result, or stopped with a checkpoint at the given step. */
export type JobEnd =
  | { readonly kind: 'finished'; readonly result: JobResult }
  | { readonly kind: 'stopped'; readonly step: number };

/** Runs a job to its end. */
export type JobRunner = (
  job: Job,
  onNews: (news: JobNews) => void,
  signal: AbortSignal,
) => Promise<JobEnd>;
