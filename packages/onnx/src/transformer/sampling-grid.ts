import { tensor2d, tidy, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type {
  HomographyField,
  BasisField,
  GridField,
  OutputSize,
  SamplingField,
} from '@tfjs-stn/core';
import { pixelCentres } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import type { Graph, Operations } from '../graph/graph.js';
import { computesSame, type Writer } from './computes-same.js';
import { assertPrecision, type FieldTarget } from './field-values.js';
import { linearMap, writeLinearMap } from './linear-map.js';
import { matrixFamilies } from './matrices.js';

/** Where to sample. */
export interface SamplingGrid {
  /** `[batch, height, width, 2]` */
  readonly grid: string;
  /** `[batch, height, width, 1]` of booleans: what is in front of the horizon, if there is one. */
  readonly inFront?: string;
}

/** Writes the grid of a transform. `size` is the size of the output, `[batch, channels, height, width]`. */
export async function samplingGrid(
  graph: Graph,
  theta: string,
  target: FieldTarget,
  size: () => string,
): Promise<SamplingGrid> {
  await assertPrecision();
  const { transform, outputSize, alignCorners } = target;
  const { kind } = tidy(() => {
    const identity = tensor2d([...transform.identity], [1, transform.paramCount]);
    return { kind: transform.field(identity, { outputSize, alignCorners }).kind };
  });
  switch (kind) {
    case 'homography':
      return homographyGrid(graph, theta, target, size);
    case 'basis':
      return basisGrid(graph, theta, target);
    case 'grid':
      return { grid: await linearGrid(graph, theta, target) };
    default:
      return kind satisfies never;
  }
}

/** The entries of the transposed matrix, of the first two columns or all three. */
const affineEntries = [0, 3, 1, 4, 2, 5];
const projectiveEntries = [0, 3, 6, 1, 4, 7, 2, 5, 8];

async function homographyGrid(
  graph: Graph,
  theta: string,
  target: FieldTarget,
  size: () => string,
): Promise<SamplingGrid> {
  const { outputSize, alignCorners } = target;
  const { isAffine, entries } = await matrixEntries(graph, theta, target);
  // ONNX Runtime puts the only pixel of an axis elsewhere.
  const isSingle = alignCorners && outputSize.includes(1);
  if (isAffine && graph.opset >= 20 && !isSingle) {
    const matrix = graph.node('Reshape', [entries([0, 1, 2, 3, 4, 5]), graph.integers([-1, 2, 3])]);
    const attributes = { align_corners: Number(alignCorners) };
    return { grid: graph.node('AffineGrid', [matrix, size()], attributes) };
  }
  const chosen = entries(isAffine ? affineEntries : projectiveEntries);
  const columns = isAffine ? 2 : 3;
  const matrix = graph.node('Reshape', [chosen, graph.integers([-1, 3, columns])]);
  const points = graph.node('MatMul', [basePoints(graph, outputSize, alignCorners), matrix]);
  const grid = graph.node('Reshape', [points, graph.integers([-1, ...outputSize, columns])]);
  return isAffine ? { grid } : divided(graph, grid);
}

/** Divides by the third coordinate where it is positive; the rest is behind the horizon. */
function divided(graph: Graph, grid: string): SamplingGrid {
  const part = (begin: number, end: number): string =>
    graph.node('Slice', [grid, ...[[begin], [end], [3]].map((list) => graph.integers(list))]);
  const w = part(2, 3);
  const inFront = graph.node('Greater', [w, graph.floats([0], [])]);
  const divisor = graph.node('Where', [inFront, w, graph.floats([1], [])]);
  return { grid: graph.node('Div', [part(0, 2), divisor]), inFront };
}

/** `[height · width, 3]`: x, y and 1 of every output pixel. */
function basePoints(graph: Graph, [height, width]: OutputSize, alignCorners: boolean): string {
  const columns = [...pixelCentres(width, alignCorners)];
  const points = [...pixelCentres(height, alignCorners)].flatMap((y) =>
    columns.flatMap((x) => [x, y, 1]),
  );
  return graph.floats(points, [height * width, 3], 'base_grid');
}

interface MatrixEntries {
  readonly isAffine: boolean;
  /** Writes some entries of the matrix, numbered row by row. */
  entries(chosen: readonly number[]): string;
}

async function matrixEntries(
  graph: Graph,
  theta: string,
  target: FieldTarget,
): Promise<MatrixEntries> {
  const { name, paramCount } = target.transform;
  const matrixOf = (field: SamplingField): Tensor =>
    reshape((field as HomographyField).matrix, [-1, 9]);
  const map = await linearMap(target, matrixOf);
  if (map !== undefined) {
    const { matrix, constant } = map;
    const isFixed = [6, 7, 8].every((column) =>
      matrix.every((x, at) => at % 9 !== column || x === 0),
    );
    const isAffine = isFixed && constant.slice(6).join() === '0,0,1';
    return { isAffine, entries: (chosen) => writeLinearMap(graph, theta, map, chosen) };
  }
  const family = Object.hasOwn(matrixFamilies, name) ? matrixFamilies[name] : undefined;
  const isOurs =
    family?.paramCount === paramCount && (await computesSame(target, matrixOf, family.write));
  if (!isOurs) refuseTransform(name);
  const { write, isAffine } = family;
  const all = write(graph, theta);
  const entries = (chosen: readonly number[]): string =>
    graph.node('Gather', [all, graph.integers(chosen)], { axis: 1 });
  return { isAffine, entries };
}

function refuseTransform(name: string): never {
  throw new OptionError(
    'exportOnnx',
    `a transform must be linear in theta, or compute what ${Object.keys(matrixFamilies).join(', ')} or flow of this library does under that name, got '${name}'`,
  );
}

async function basisGrid(graph: Graph, theta: string, target: FieldTarget): Promise<SamplingGrid> {
  const { transform, outputSize, alignCorners } = target;
  const map = await linearMap(target, (field) => (field as BasisField).coefficients);
  if (map === undefined) refuseTransform(transform.name);
  const terms = map.constant.length / 2;
  const basis = tidy(() => {
    const identity = tensor2d([...transform.identity], [1, transform.paramCount]);
    // The basis may be cached, and belongs to the transform.
    return (transform.field(identity, { outputSize, alignCorners }) as BasisField).basis.clone();
  });
  const rows = graph.floats(await basis.data(), basis.shape, 'basis');
  basis.dispose();
  const chosen = writeLinearMap(graph, theta, map);
  const coefficients = graph.node('Reshape', [chosen, graph.integers([-1, terms, 2])]);
  const points = graph.node('MatMul', [rows, coefficients]);
  return { grid: graph.node('Reshape', [points, graph.integers([-1, ...outputSize, 2])]) };
}

async function linearGrid(graph: Graph, theta: string, target: FieldTarget): Promise<string> {
  const { transform, outputSize } = target;
  const gridOf = (field: SamplingField): Tensor => (field as GridField).grid;
  const flow = flowGrid(target);
  if (flow && (await computesSame(target, gridOf, flow))) return flow(graph, theta);
  const map = await linearMap(target, gridOf);
  if (map === undefined) refuseTransform(transform.name);
  const numbers = writeLinearMap(graph, theta, map);
  return graph.node('Reshape', [numbers, graph.integers([-1, ...outputSize, 2])]);
}

/**
 * Displacements of a coarse grid, interpolated along height and width, added to the pixels: smaller
 * than the matrix of a linear map.
 *
 * @returns undefined for a transform of another name or size of θ
 */
function flowGrid({ transform, outputSize, alignCorners }: FieldTarget): Writer | undefined {
  const { name, config, paramCount } = transform;
  const [height = 0, width = 0] = [config['size']].flat() as number[];
  if (name !== 'flow' || !(height * width * 2 === paramCount)) return undefined;
  const [outHeight, outWidth] = outputSize;
  const columns = [...pixelCentres(outWidth, alignCorners)];
  const pixels = [...pixelCentres(outHeight, alignCorners)].flatMap((y) =>
    columns.flatMap((x) => [x, y]),
  );
  return (graph, theta) => {
    const field = graph.node('Reshape', [theta, graph.integers([-1, height, width, 2])]);
    const planes = graph.node('Transpose', [field], { perm: [0, 3, 1, 2] });
    const alongHeight = interpolation(graph, outHeight, height, alignCorners);
    const weights = interpolation(graph, outWidth, width, alignCorners);
    const alongWidth = graph.node('Transpose', [weights], { perm: [1, 0] });
    const tall = graph.node('MatMul', [alongHeight, planes]);
    const wide = graph.node('MatMul', [tall, alongWidth]);
    const displacement = graph.node('Transpose', [wide], { perm: [0, 2, 3, 1] });
    return graph.node('Add', [displacement, graph.floats(pixels, [...outputSize, 2], 'base_grid')]);
  };
}

/** `[output, input]`: linear interpolation, the outermost samples repeated. */
function interpolation<Result>(
  graph: Operations<Result>,
  output: number,
  input: number,
  alignCorners: boolean,
): Result {
  const rows = [...pixelCentres(output, alignCorners)].flatMap((centre) => {
    const place = alignCorners ? ((centre + 1) / 2) * (input - 1) : ((centre + 1) * input - 1) / 2;
    const inside = Math.min(Math.max(place, 0), input - 1);
    return Array.from({ length: input }, (_, sample) => Math.max(1 - Math.abs(inside - sample), 0));
  });
  return graph.floats(rows, [output, input], 'interpolation');
}
