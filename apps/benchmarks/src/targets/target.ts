import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { shapeName } from '../cases/shape.js';

/** A case with one of its contestants. */
export interface TargetSide {
  readonly benchmarkCase: BenchmarkCase;
  /** The contestant's name. */
  readonly contestant: string;
}

/** A figure to be reached: what is measured takes at most `limit` times what it is held against. */
export interface Target {
  readonly name: string;
  readonly limit: number;
  readonly measured: TargetSide;
  readonly against: TargetSide;
  /** Measured with `--quick` as well. */
  readonly quick?: boolean;
}

/** What a target is called in results: its name with the shape. */
export function targetName({ name, measured }: Target): string {
  return `${name} at ${shapeName(measured.benchmarkCase.shape)}`;
}
