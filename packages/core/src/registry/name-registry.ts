import { describeValue, suggestName } from '../checks/describe-value.js';
import { warnOnce } from '../checks/warn-once.js';
import type { Factory, JsonObject } from '../contracts/json.js';
import { DuplicateNameError, OptionError, UnknownNameError } from '../errors.js';
import { snapshotConfig } from './snapshot-config.js';

interface Entry<Value> {
  readonly factory: Factory<Value, never>;
  /** One for each registration that has not been taken back. */
  readonly holders: Set<object>;
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Finds factories by name, for configs and saved models. */
export class NameRegistry<Value> {
  readonly #kind: string;
  readonly #registerCall: string;
  readonly #factories = new Map<string, Entry<Value>>();

  /** @param kind what is registered, in words: `transform` */
  constructor(kind: string, registerCall: string) {
    this.#kind = kind;
    this.#registerCall = registerCall;
  }

  /**
   * The same factory may be registered by several parts of a program; it stays until all of them have
   * taken it back. In development another factory of the same name replaces it, with a warning: a
   * module that is reloaded while the program runs defines its factories again.
   *
   * @returns a function that takes the registration back
   */
  register(factory: Factory<Value, never>): () => void {
    const name: unknown = factory.factoryName;
    if (typeof name !== 'string' || name === '') {
      throw new OptionError(
        this.#registerCall,
        `a ${this.#kind} factory needs a factoryName, got ${String(name)}. Pass the factory itself, not what it makes`,
      );
    }
    const known = this.#factories.get(name);
    const isOther = known !== undefined && known.factory !== factory;
    if (isOther) this.#replace(name);
    const entry = isOther || !known ? { factory, holders: new Set<object>() } : known;
    const holder = {};
    entry.holders.add(holder);
    this.#factories.set(name, entry);
    return () => {
      entry.holders.delete(holder);
      const isLast = entry.holders.size === 0 && this.#factories.get(name) === entry;
      if (isLast) this.#factories.delete(name);
    };
  }

  /** @throws DuplicateNameError unless in development */
  #replace(name: string): void {
    try {
      // Bundlers replace exactly this expression, and leave out what production does not need.
      if (process.env.NODE_ENV === 'development') {
        return warnOnce(
          `replaced ${this.#kind} ${name}`,
          `${this.#registerCall}: '${name}' is registered again, and the newer factory replaces the older one, as a hot reload does. Outside development this is an error`,
        );
      }
    } catch {
      // Without a bundler, browsers have no process.
    }
    throw new DuplicateNameError(
      this.#registerCall,
      `a name can be registered for one factory, got another one for '${name}'. Unregister the first with the function that ${this.#registerCall} returned`,
    );
  }

  /** @param config as it comes from a file: checked for its form here, for its values by the factory */
  create(operation: string, name: unknown, config: unknown): Value {
    if (typeof name !== 'string') {
      throw new OptionError(operation, `name must be a string, got ${describeValue(name)}`);
    }
    const entry = this.#factories.get(name);
    if (entry === undefined) throw this.#unknown(operation, name);
    const factory = entry.factory as Factory<Value, readonly [config: JsonObject]>;
    return factory(snapshotConfig(operation, config));
  }

  /** The error that `create` throws for a name that is not registered, if it is not. */
  missing(operation: string, name: string): UnknownNameError | undefined {
    return this.#factories.has(name) ? undefined : this.#unknown(operation, name);
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
