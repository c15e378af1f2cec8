import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { kindOf, operationNames, shapeName, type BenchmarkCase, type Shape } from './cases.js';
import { passes, standardCases } from './standard-cases.js';

/** Which cases to measure; whatever is left out means all. */
export interface Selection {
  /** Names of operations, or the beginning of several. */
  readonly operations?: readonly string[] | undefined;
  /** Sampling takes any shape; the other operations have their own. */
  readonly shapes?: readonly Shape[] | undefined;
  readonly quick?: boolean | undefined;
  readonly extra?: boolean | undefined;
  /** Plugins, measured at the shapes of affine; without `operations`, only these. */
  readonly plugins?: readonly string[] | undefined;
}

/** The cases to measure. Throws UserError if a name matches nothing, or no case is left. */
export function selectCases(selection: Selection): BenchmarkCase[] {
  const { shapes, quick = false, extra = false, plugins = [] } = selection;
  const known = [...operationNames, ...plugins];
  const asked = selection.operations ?? (plugins.length > 0 ? plugins : undefined);
  const matches = (operation: string, name: string): boolean =>
    known.includes(name) ? operation === name : operation.startsWith(name);
  for (const name of asked ?? []) {
    if (known.some((operation) => matches(operation, name))) continue;
    throw new UserError(`--op must be one of ${known.join(', ')}, got ${name}`);
  }
  const tier = extra ? 'extra' : quick && shapes === undefined ? 'quick' : 'full';
  const standard = standardCases(tier);
  const affine = standard.filter(({ operation }) => operation === 'affine');
  const all = [
    ...standard,
    ...plugins.flatMap((operation) => affine.map((each) => ({ ...each, operation }))),
  ].filter(({ operation }) => asked?.some((name) => matches(operation, name)) ?? true);
  const cases = shapes === undefined ? all : atShapes(all, shapes);
  if (cases.length > 0) return cases;
  const names = asked?.join(', ');
  if (shapes) {
    const at = shapes.map(shapeName).join(', ');
    throw new UserError(
      `--shape: no operation that is asked for is measured at ${at}. Sampling takes any shape, the others only their own`,
    );
  }
  if (quick)
    throw new UserError(`--quick has no case of ${names}. Leave it out, or give a --shape`);
  throw new UserError(`${names}: all cases need --extra. Add it`);
}

function atShapes(cases: readonly BenchmarkCase[], shapes: readonly Shape[]): BenchmarkCase[] {
  const isFree = ({ operation }: BenchmarkCase): boolean =>
    ['sampling', 'plugin'].includes(kindOf(operation));
  const free = [...new Set(cases.filter(isFree).map(({ operation }) => operation))];
  const names = shapes.map(shapeName);
  return [
    ...free.flatMap((operation) =>
      shapes.flatMap((shape) => passes.sampling.map((pass) => ({ operation, pass, shape }))),
    ),
    ...cases.filter((each) => !isFree(each) && names.includes(shapeName(each.shape))),
  ];
}
