import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { Dialect } from './dialect.js';

/** What a program reads, which decides how: its accessor is `read` + the name. */
export type InputName =
  | 'image'
  | 'dy'
  | 'matrix'
  | 'grid'
  | 'basis'
  | 'coefficients'
  | 'fill'
  | 'entries'
  | 'slopes'
  | 'sums'
  | 'largest'
  | 'limbs';

/**
 * The function of a program's text that computes its output, and so the output's layout:
 *
 * - `value(b, r, c, ch) -> V`: an image `[batch, height, width, channels]`
 * - `columns(b, r, c, ch)`: an image, columns c and c + 1 at a time, in the variables `here` and `next`
 * - `pair(b, r, c) -> vec2f`: a grid `[batch, height, width, 2]`
 * - `texel(i) -> vec4f`: `[n, 2, 2]`, four values for each i
 * - `scalar(i) -> f32`: any shape, flat
 * - `visit(i)`, with WebGPU alone: adds to an output of integers, which begins as zeros
 */
export type OutputKind = 'value' | 'columns' | 'pair' | 'texel' | 'scalar' | 'visit';

/** Numbers that change from call to call; the same names in every program. */
export interface Uniforms {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly channels: number;
  /** 1, or 0 where one image serves the whole batch; the same for a field. */
  readonly imageStep: number;
  readonly fieldStep: number;
  /** 0 zeros, 1 border, 2 reflection, 3 wrap. */
  readonly padding: number;
  /** 0 or 1. */
  readonly alignCorners: number;
  readonly taps: number;
  /** Numbers that a pixel's slopes are multiplied with, 3 or columns of the basis; entries of θ. */
  readonly terms: number;
  /** Sums that a term has: by x and y, and by w under homographies. */
  readonly lanes: number;
  /** Output pixels that are summed on their own, and how many such tiles an item has. */
  readonly tileSize: number;
  readonly tiles: number;
  /** 1 where channels have different fill values, else 0. */
  readonly fills: number;
  readonly fillValue: number;
  /** The `a` of bicubic. */
  readonly cubic: number;
}

/** Those that are no whole numbers. */
export const floatUniforms: readonly (keyof Uniforms)[] = ['fillValue', 'cubic'];

/** A program of either backend. Programs of one name have one text. */
export interface GpuProgram {
  /** What profiles show, with everything in it that the text depends on. */
  readonly name: string;
  readonly inputs: Readonly<Partial<Record<InputName, TensorInfo>>>;
  readonly output: OutputKind;
  readonly outputShape: readonly number[];
  /** For `visit`: how many there are. */
  readonly visits?: number;
  /** Called once for each name and backend. */
  readonly text: () => Dialect;
  readonly uniforms: Uniforms;
}

/** Runs programs on one backend of tfjs. */
export interface GpuRunner {
  run(program: GpuProgram): TensorInfo;
  /** A new tensor of values of the host. */
  tensor(shape: readonly number[], values: Float32Array): TensorInfo;
  dispose(tensor: TensorInfo): void;
}

/** An object whose constructor has a name: what tfjs's profiles and its WebGL cache go by. */
export function named(name: string): object {
  return Object.create({ constructor: { name } }) as object;
}
