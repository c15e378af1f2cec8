import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { BenchmarkCase } from './benchmark-case.js';
import { operationNames, samplingOperation } from './operation.js';
import { shapeName, type Shape } from './shape.js';
import { passes, standardCases } from './standard-cases.js';

/** Which cases to measure; what is left out means all. */
export interface Selection {
  readonly operations?: readonly string[];
  /** For sampling any shape, for the rest those of the app. */
  readonly shapes?: readonly Shape[];
  readonly quick?: boolean;
  /** Operations that plugins bring, measured where affine is; without `operations`, they alone. */
  readonly plugins?: readonly string[];
}

/**
 * The cases to measure. An operation is meant by its name, several by the beginning of theirs: `grid`
 * is every grid operation.
 *
 * @throws UserError if a name matches nothing, or no case is left
 */
export function selectCases(selection: Selection): BenchmarkCase[] {
  const { operations, shapes, quick = false, plugins = [] } = selection;
  const known = [...operationNames, ...plugins];
  for (const name of operations ?? []) {
    if (!known.some((operation) => operation.startsWith(name))) {
      throw new UserError(`--op must be one of ${known.join(', ')}, got ${name}`);
    }
  }
  const isMeant = (operation: string, name: string): boolean =>
    known.includes(name) ? operation === name : operation.startsWith(name);
  // Who brings a plugin wants to see that, and names what else.
  const asked = operations ?? (plugins.length > 0 ? plugins : undefined);
  const wanted = (operation: string): boolean =>
    asked?.some((name) => isMeant(operation, name)) ?? true;
  const standard = standardCases(quick && shapes === undefined);
  const all = [...standard, ...plugins.flatMap((name) => likeAffine(name, standard))];
  const selected = all.filter(({ operation }) => wanted(operation));
  const cases = shapes === undefined ? selected : ofShapes(selected, shapes);
  if (cases.length > 0) return cases;
  if (shapes === undefined) {
    throw new UserError(
      `--quick has no case of ${asked?.join(', ')}. Leave it out, or give a --shape`,
    );
  }
  const names = shapes.map(shapeName).join(', ');
  throw new UserError(
    `--shape: no operation that is asked for is measured at ${names}. Sampling takes any shape, the others only their own`,
  );
}

function likeAffine(name: string, cases: readonly BenchmarkCase[]): BenchmarkCase[] {
  return cases
    .filter(({ operation }) => operation === 'affine')
    .map((benchmarkCase) => ({ ...benchmarkCase, operation: name }));
}

/** Sampling can be measured at any shape; the other operations have what belongs to a shape. */
function ofShapes(cases: readonly BenchmarkCase[], shapes: readonly Shape[]): BenchmarkCase[] {
  const fixed = cases.filter(({ operation }) => isFixed(operation));
  const free = new Set(cases.map(({ operation }) => operation).filter((name) => !isFixed(name)));
  const names = shapes.map(shapeName);
  return [
    ...[...free].flatMap((operation) =>
      shapes.flatMap((shape) => passes.sampling.map((pass) => ({ operation, pass, shape }))),
    ),
    ...fixed.filter(({ shape }) => names.includes(shapeName(shape))),
  ];
}

function isFixed(operation: string): boolean {
  return operationNames.some((name) => name === operation) && !samplingOperation(operation);
}
