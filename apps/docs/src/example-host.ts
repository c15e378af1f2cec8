import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';
import type { PixelData } from '@tfjs-stn/core/images';

/** `[x, y]` in [-1, 1]. */
export type Point = readonly [x: number, y: number];

/** A picture that an example shows. */
export interface Panel {
  readonly title: string;
  readonly pixels: PixelData;
}

/** What is drawn over the first panel, in its normalised coordinates. */
export interface Overlay {
  /** A closed line. */
  readonly outline?: readonly Point[];
  /** Single points. */
  readonly points?: readonly Point[];
}

/** Where an example runs: in a page, or in a test. */
export interface ExampleHost {
  /** Makes tfjs's backend the one that the example is to run on. */
  readonly start: () => Promise<void>;
  /** Loads a package by its name. */
  readonly load: (name: string) => Promise<object>;
  readonly picture: (name: string) => Promise<PixelData>;
  readonly digits: (set: string) => Promise<Digits>;
  readonly show: (panels: readonly Panel[], overlay: Overlay) => void;
  readonly log: (line: string) => void;
  readonly slider: (name: string, min: number, max: number, value: number) => number;
  readonly choice: (name: string, values: readonly string[]) => string;
  readonly handles: (points: readonly Point[]) => readonly Point[];
  /** Aborted when the example is to run again, or its page is left. */
  readonly signal: AbortSignal;
}

/** What examples can call without importing it. */
export interface ExampleGlobals {
  /** A picture of the site: `[height, width, 3]`, or 1 channel. */
  picture(name: string, channels?: 1 | 3): Promise<Tensor3D>;
  /** Digits of MNIST, `'training'` or `'test'`: images `[count, 28, 28, 1]`, and a label for each. */
  digits(set: string): Promise<{ images: Tensor4D; labels: number[] }>;
  /** A number that the reader moves between `min` and `max`. */
  slider(name: string, min: number, max: number, value: number): number;
  /** One of some words, the first unless the reader chooses another. */
  choice(name: string, ...values: readonly string[]): string;
  /** Points that the reader drags over the first picture: normalised, or in the pixels of an image. */
  handles(points: readonly Point[], image?: Tensor3D): readonly Point[];
  /**
   * Shows tensors under the names of their keys, a batch as a row. Over the first it draws the first
   * outline `[batch, points, 2]`, and points.
   */
  show(
    images: Readonly<Record<string, Tensor3D | Tensor4D>>,
    overlay?: { outline?: Tensor3D; points?: readonly Point[] },
  ): Promise<void>;
  /** Writes a line below the pictures. */
  log(line: string): void;
}
