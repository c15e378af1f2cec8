import type { TestResult } from '../training/test-model.js';
import type { LoadedNet, SurestReading, Showcase } from './learning/results.js';
import type { TrainingOrder, TrainingProgress } from './learning/training-order.js';
import type { Pixels, Warped, WarpRequest } from './warp-request.js';

/** What the page can ask the worker for: the argument and the answer of every call. */
export interface EngineCalls {
  /** The warp room: takes a picture. */
  show: { readonly ask: Pixels; readonly answer: undefined };
  /** The warp room: warps it. */
  warp: { readonly ask: WarpRequest; readonly answer: Warped };
  /** Takes a net, as a checkpoint's bytes. */
  load: { readonly ask: Uint8Array<ArrayBuffer>; readonly answer: LoadedNet };
  /** The current net as a checkpoint's bytes. */
  save: { readonly ask: undefined; readonly answer: Uint8Array<ArrayBuffer> };
  /** Starts a training; its end is the answer. */
  train: { readonly ask: TrainingOrder; readonly answer: 'finished' | 'stopped' };
  /** Holds a training, lets it go on, or ends it. */
  control: { readonly ask: 'pause' | 'resume' | 'stop'; readonly answer: undefined };
  /** Reads test digits that are in no training. */
  evaluate: { readonly ask: undefined; readonly answer: TestResult };
  /** Reads one image of 42×42 grey values. */
  read: { readonly ask: Float32Array<ArrayBuffer>; readonly answer: SurestReading };
}

/** A call on its way to the worker. */
export type EngineRequest = {
  readonly [Name in keyof EngineCalls]: {
    readonly id: number;
    readonly name: Name;
    readonly ask: EngineCalls[Name]['ask'];
  };
}[keyof EngineCalls];

/** What the worker tells without being asked. */
export type EngineNews =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'showcase'; readonly showcase: Showcase };

/** What comes from the worker. */
export type EngineReply =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** The text is for the user. */
  | { readonly kind: 'failure'; readonly id: number; readonly text: string }
  | { readonly kind: 'news'; readonly news: EngineNews }
  /** A sign of life, every few seconds while nothing is computed. */
  | { readonly kind: 'alive' };
