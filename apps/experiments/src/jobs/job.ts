import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { ModelName } from '../models/model-names.js';
import type { Showcase } from '../testing/showcase.js';
import type { TestResult } from '../testing/test-model.js';
import type { Curve, Score } from '../training/curve.js';
import type { Settings } from '../training/settings.js';

/** One model to train, test and save. */
export interface Job {
  readonly model: ModelName;
  readonly settings: Settings;
  /** The folder of MNIST's files. */
  readonly data: string;
  /** The folder of results. */
  readonly out: string;
  /** Jobs that run at the same time, with this one; 1 if left out. */
  readonly sideBySide?: number;
  /** Go on from here. */
  readonly checkpoint?: Checkpoint;
}

/** How far a training is, for people. */
export interface Progress extends Score {
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** What a job tells while it runs. */
export type JobNews =
  { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'testing' };

/** What a finished job has found out. */
export interface JobResult {
  readonly model: ModelName;
  readonly parameters: number;
  /** Spent on training, all runs together. */
  readonly seconds: number;
  readonly curve: Curve;
  readonly test: TestResult;
  /** What the transformer does, if the model has one. */
  readonly showcase?: Showcase;
}

/** How a job ends: with a result, or stopped with its checkpoint kept at a step. */
export type JobEnd =
  | { readonly kind: 'finished'; readonly result: JobResult }
  | { readonly kind: 'stopped'; readonly step: number };

/** Runs a job to its end. */
export type JobRunner = (
  job: Job,
  onNews: (news: JobNews) => void,
  signal: AbortSignal,
) => Promise<JobEnd>;
