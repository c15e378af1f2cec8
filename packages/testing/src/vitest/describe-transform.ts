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
 * A transform once more, in float64 and without TensorFlow.js: where one output point looks.
 *
 * @param theta `paramCount` numbers
 * @param x normalised output coordinate, to the right
 * @param y normalised output coordinate, downwards
 * @param config the one of `configs` that is tried
 * @returns normalised input coordinates, (Infinity, Infinity) behind a horizon
 */
export type TransformReference<Config extends object = object> = (
  theta: readonly number[],
  x: number,
  y: number,
  config: Config,
) => readonly [x: number, y: number];

/** What a transform's conformance is judged by. */
export interface TransformConformance<Config extends object = object> {
  /** Configs to make the transform with, each tried by itself. Default: one without keys. */
  readonly configs?: readonly Config[] | undefined;
  /** Independent values for fields and gradients. Without it gradients are checked in float32. */
  readonly reference?: TransformReference<Config> | undefined;
  /** How far each component of θ is drawn from the identity at most. Default 0.2. */
  readonly spread?: number | undefined;
  /** tfjs backends, as `describeBackends` takes them. Default: the current one alone. */
  readonly backends?: readonly string[] | undefined;
  /** What `describeBackends` does for each of `backends`. */
  readonly hooks?: BackendHooks | undefined;
}

/**
 * Declares vitest tests that hold a transform against its contract: a well-formed value, the
 * identity, batches, the kind of field, gradients of first and second order, tensors left behind,
 * `dispose`, and the way of its config through JSON and the registry.
 *
 * Convention: θ is `[batch, paramCount]`, drawn around the identity; fields map normalised output
 * (x, y) to input. With a `reference` fields and gradients are held against its float64 values and
 * their central differences; without one, gradients against central differences of the field
 * itself. The field must be smooth in θ within `spread` and a step of 1/128 of the identity.
 * TensorFlow.js has gradients of its ops only once `@tensorflow/tfjs-layers` or
 * `@tensorflow/tfjs` is imported.
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
  it('is a well-formed value', () => checkValue(subject));
  it('gives the identity for its identity', () => checkIdentity(subject));
  it('gives a field of the promised kind, shape and type', () => checkField(subject));
  it('gives each item of a batch the field of its own theta', () => checkBatch(subject));
  it('takes an output without pixels', () => checkEmpty(subject));
  it.runIf(subject.reference)('agrees with its reference', () => checkReference(subject));
  it('has the gradient of its field', () => checkGradient(subject));
  it('has the gradient of that gradient', () => checkSecondGradient(subject));
  it('leaves no tensor behind', () => checkLeaks(subject));
  it('releases its caches and works afterwards', () => checkDispose(subject));
  it('comes back from its config', () => checkConfig(subject));
  it('refuses a key that its config does not know', () => checkRefusal(subject));
}
