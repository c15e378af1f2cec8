import type { CheckpointFacts } from '../../model/checkpoint.js';

/** What a net makes of one image. */
export interface Reading {
  /** `28 · 28` grey values: the image as the classifier sees it. */
  readonly rectified: Float32Array;
  /** Where the transformer looks: the border of the output in the image, as x, y, …, from -1 to 1. */
  readonly outline: readonly number[];
  /** Of the digits 0 to 9. */
  readonly probabilities: readonly number[];
}

/** What a net makes of an image that it has looked at from all four sides. */
export interface SurestReading extends Reading {
  /** By how many quarter turns, clockwise, the image was turned for this reading. */
  readonly quarterTurns: number;
}

/** A distorted digit and what a net makes of it. */
export interface ShownDigit extends Reading {
  readonly label: number;
  /** `42 · 42` grey values. */
  readonly image: Float32Array;
}

/** A net that has been taken in. */
export interface LoadedNet {
  readonly showcase: Showcase;
  /** Why nets can't be trained here, in words for the user. */
  readonly problem?: string | undefined;
}

/** A net, shown at work on one digit of every class. */
export interface Showcase {
  readonly facts: CheckpointFacts;
  readonly digits: readonly ShownDigit[];
}
