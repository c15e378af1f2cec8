import type { Padding } from '@tfjs-stn/core';

import type { DrawnReading, ShownDigit } from '../learning/read-images.js';
import type { TestResult } from '../learning/test-model.js';
import type { TrainingOrder, TrainingProgress } from '../learning/train.js';
import type { NetFacts, SavedNet } from '../model/saved-net.js';

/** The backends of the page, with their titles. */
export const backends = {
  kernels: { title: 'tfjs-stn on wasm', short: 'wasm + kernels' },
  webglKernels: { title: 'tfjs-stn on WebGL', short: 'webgl + kernels' },
  webgpuKernels: { title: 'tfjs-stn on WebGPU', short: 'webgpu + kernels' },
  fastest: { title: 'The fastest here (measures)', short: 'measuring' },
  wasm: { title: 'Plain tfjs on wasm', short: 'wasm' },
  webgl: { title: 'Plain tfjs on WebGL', short: 'webgl' },
  webgpu: { title: 'Plain tfjs on WebGPU', short: 'webgpu' },
  cpu: { title: 'Plain JavaScript', short: 'cpu' },
} as const satisfies Record<string, { readonly title: string; readonly short: string }>;

/** A backend of the page that can be asked for. */
export type BackendChoice = keyof typeof backends;

/** A backend that can run. */
export type RunningBackend = Exclude<BackendChoice, 'fastest'>;

/** A transform of the Warp room, with its config. */
export type WarpTransform =
  | { readonly name: 'affine' }
  | { readonly name: 'corners' }
  | {
      readonly name: 'tps' | 'bsplineFfd';
      readonly controlPoints: readonly [rows: number, columns: number];
    };

/** The name of a sampler of the Warp room. */
export type SamplerName =
  'nearest' | 'bilinear' | 'bicubic' | 'lanczos' | 'antialiased' | 'multiSample';

/** A warp of the current picture. */
export interface WarpRequest {
  readonly backend: BackendChoice;
  readonly transform: WarpTransform;
  readonly theta: readonly number[];
  readonly sampler: SamplerName;
  readonly padding: Padding;
  /** Red, green, blue and alpha from 0 to 255, outside the picture with padding 'zeros'. */
  readonly fill: readonly [number, number, number, number];
  readonly alignCorners: boolean;
  readonly outputSize: readonly [height: number, width: number];
}

/** A picture as RGBA bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/** A warped picture with its timing. */
export interface Warped extends Pixels {
  /** From θ to the finished tensor, without reading it back, in ms; NaN on a GPU, which hides it. */
  readonly kernelTime: number;
  /** The backend that was used: another one if the requested one doesn't run. */
  readonly backend: RunningBackend;
  /** Why it is another one, for the user. */
  readonly problem?: string;
  /** What was measured to choose it, for the user. */
  readonly measured?: string;
}

/** A net at work on one digit of every class. */
export interface Showcase {
  readonly facts: NetFacts;
  readonly digits: readonly ShownDigit[];
}

/** The reply to loading a net. */
export interface LoadedNet {
  readonly showcase: Showcase;
  /** Why nets can't be trained here, for the user. */
  readonly problem?: string | undefined;
}

/** All calls from the page to the worker: argument and answer. */
export interface EngineCalls {
  /** The Warp room: sets the picture. */
  show: { readonly ask: Pixels; readonly answer: undefined };
  /** The Warp room: warps the picture, into a buffer that is not needed any more if there is one. */
  warp: {
    readonly ask: { readonly request: WarpRequest; readonly spare?: ArrayBuffer };
    readonly answer: Warped;
  };
  /** Loads a saved net. */
  load: { readonly ask: SavedNet; readonly answer: LoadedNet };
  /** Returns the current net. */
  save: { readonly ask: undefined; readonly answer: SavedNet };
  /** Returns the current net as an ONNX file. */
  exportOnnx: { readonly ask: undefined; readonly answer: Uint8Array<ArrayBuffer> };
  /** Starts a training; answered when it ends. */
  train: { readonly ask: TrainingOrder; readonly answer: 'finished' | 'stopped' };
  /** Pauses, resumes or stops the training. */
  control: { readonly ask: 'pause' | 'resume' | 'stop'; readonly answer: undefined };
  /** Tests the net on digits that are not in its training set. */
  evaluate: { readonly ask: undefined; readonly answer: TestResult };
  /** Reads a drawing of 42×42 grey values. */
  read: { readonly ask: Float32Array<ArrayBuffer>; readonly answer: DrawnReading };
}

/** A call on its way to the worker. */
export type EngineRequest = {
  readonly [Name in keyof EngineCalls]: {
    readonly id: number;
    readonly name: Name;
    readonly ask: EngineCalls[Name]['ask'];
  };
}[keyof EngineCalls];

/** Messages that the worker sends without being asked. */
export type EngineNews =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'showcase'; readonly showcase: Showcase };

/** A message from the worker. */
export type EngineReply =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** The text is for the user. */
  | { readonly kind: 'failure'; readonly id: number; readonly text: string }
  | { readonly kind: 'news'; readonly news: EngineNews }
  /** A heartbeat, every few seconds while nothing is computed. */
  | { readonly kind: 'alive' };
