import type { JsonObject, TransformFactory } from '@tfjs-stn/core';
import { describe, it } from 'vitest';

import { describeBackends, type BackendHooks } from './describe-backends.js';
import {
  checkBatch,
  checkEmpty,
  checkField,
  checkIdentity,
  checkReference,
} from './describe-transform/check-field.js';
import { checkGradient, checkSecondGradient } from './describe-transform/check-gradients.js';
import { checkDispose, checkLeaks } from './describe-transform/check-memory.js';
import { checkConfig, checkRefusal, checkValue } from './describe-transform/check-value.js';
import type { TransformSubject } from './describe-transform/subject.js';

/**
 * Maps one output point in float64, without TensorFlow.js.
 *
 * @param theta `paramCount` numbers
 * @param x normalised output coordinate, x to the right
 * @param y normalised output coordinate, y down
 * @param config the config under test, one of `configs`
 * @returns normalised input coordinates, (Infinity, Infinity) behind a horizon
 */
export type TransformReference<Config extends object = object> = (
  theta: readonly number[],
  x: number,
  y: number,
  config: Config,
) => readonly [x: number, y: number];

/** What {@link describeTransform} tests. */
export interface TransformConformance<Config extends object = object> {
  /** Configs to create the transform with, each tested separately. Default `[{}]`. */
  readonly configs?: readonly Config[] | undefined;
  /** Independent values for fields and gradients. Without it, gradients are checked in float32. */
  readonly reference?: TransformReference<Config> | undefined;
  /** Largest distance of a component of θ from the identity. Default 0.2. */
  readonly spread?: number | undefined;
  /** tfjs backends for `describeBackends`. Default: only the current backend. */
  readonly backends?: readonly string[] | undefined;
  /** Hooks for `describeBackends`. */
  readonly hooks?: BackendHooks | undefined;
}

/**
 * Declares vitest tests that a transform implements its interface: a well-formed object, the
 * identity, batches, the kind of field, first and second derivatives, leaks, `dispose`, and its
 * config through JSON and the registry.
 *
 * Convention: θ is `[batch, paramCount]`, drawn around the identity; fields map normalised output
 * (x, y) to input. With a `reference`, fields are compared with its float64 values and gradients
 * with its central differences. Without one, gradients are compared with central differences of
 * the field itself. The field must be smooth in θ within `spread` plus 1/128 of the identity.
 *
 * The gradients of TensorFlow.js's ops are in `@tensorflow/tfjs-layers`; `describeBackends` imports
 * them, also if `backends` are given here.
 *
 * @param factory made by `defineTransform`, or any function with a `factoryName`
 */
export function describeTransform<Config extends object = object>(
  factory: TransformFactory,
  conformance: TransformConformance<Config> = {},
): void {
  const { configs = [{} as Config], reference, spread = 0.2, backends, hooks } = conformance;
  const declare = (): void => {
    for (const config of configs) {
      describe(`transform ${factory.factoryName} ${JSON.stringify(config)}`, () => {
        declareTests({
          factory,
          config: config as JsonObject,
          spread,
          reference: reference && ((theta, x, y) => reference(theta, x, y, config)),
        });
      });
    }
  };
  if (backends === undefined) declare();
  else describeBackends(backends, declare, hooks);
}

function declareTests(subject: TransformSubject): void {
  it('is a well-formed object', () => checkValue(subject));
  it('gives the identity grid for its identity', () => checkIdentity(subject));
  it('returns a field of the right kind, shape and type', () => checkField(subject));
  it('maps each item of a batch by its own theta', () => checkBatch(subject));
  it('accepts an output without pixels', () => checkEmpty(subject));
  it.runIf(subject.reference)('agrees with its reference', () => checkReference(subject));
  it('has the right gradient', () => checkGradient(subject));
  it('has the right second derivative', () => checkSecondGradient(subject));
  it('leaks no tensor', () => checkLeaks(subject));
  it('disposes its caches and works afterwards', () => checkDispose(subject));
  it('is recreated from its config', () => checkConfig(subject));
  it('rejects an unknown key in its config', () => checkRefusal(subject));
}
