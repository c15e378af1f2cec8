import { describeValue, suggestName } from '../checks/describe-value.js';
import type { Factory, JsonObject } from '../contracts/json.js';
import { DuplicateNameError, OptionError, UnknownNameError } from '../errors.js';
import { snapshotConfig } from './snapshot-config.js';

/** Finds factories by name, for configs and saved models. */
export class NameRegistry<Value> {
  readonly #kind: string;
  readonly #registerCall: string;
  readonly #factories = new Map<string, Factory<Value, readonly [config: JsonObject]>>();

  /** @param kind what is registered, in words: `transform` */
  constructor(kind: string, registerCall: string) {
    this.#kind = kind;
    this.#registerCall = registerCall;
  }

  /** @returns a function that takes the registration back */
  register(factory: Factory<Value, never>): () => void {
    const name: unknown = factory.factoryName;
    if (typeof name !== 'string' || name === '') {
      throw new OptionError(
        this.#registerCall,
        `a ${this.#kind} factory needs a factoryName, got ${String(name)}. Pass the factory itself, not what it makes`,
      );
    }
    if (this.#factories.has(name)) {
      throw new DuplicateNameError(
        this.#registerCall,
        `a name can be registered once, got '${name}' again`,
      );
    }
    const entry = factory as Factory<Value, readonly unknown[]>;
    this.#factories.set(name, entry);
    return () => {
      if (this.#factories.get(name) === entry) this.#factories.delete(name);
    };
  }

  /** @param config as it comes from a file: checked for its form here, for its values by the factory */
  create(operation: string, name: unknown, config: unknown): Value {
    if (typeof name !== 'string') {
      throw new OptionError(operation, `name must be a string, got ${describeValue(name)}`);
    }
    const factory = this.#factories.get(name);
    if (factory === undefined) throw this.#unknown(operation, name);
    return factory(snapshotConfig(operation, config));
  }

  #unknown(operation: string, name: string): UnknownNameError {
    const names = [...this.#factories.keys()].sort();
    const list = names.length > 0 ? `registered are ${names.join(', ')}` : 'none is registered yet';
    const guess = suggestName(name, names);
    return new UnknownNameError(
      operation,
      `no ${this.#kind} is registered as '${name}'; ${list}.${guess ? ` ${guess}` : ''} Register its factory first: ${this.#registerCall}(factory)`,
      name,
      names,
    );
  }
}
