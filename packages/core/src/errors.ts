/**
 * Base class of every error that this library throws. The message reads
 * `operation: rule, got value`, followed by the remedy where there is one.
 */
export class StnError extends Error {
  /** The operation that refused, for example `warp`. */
  readonly operation: string;

  constructor(operation: string, message: string) {
    super(`${operation}: ${message}`);
    this.name = new.target.errorName;
    this.operation = operation;
  }

  /** Survives minification, which renames classes. */
  protected static readonly errorName: string = 'StnError';
}

/** A tensor has the wrong rank, size or batch. */
export class ShapeError extends StnError {
  protected static override readonly errorName: string = 'ShapeError';
  /** The shape that was given. */
  readonly shape: readonly number[];

  constructor(operation: string, rule: string, shape: readonly number[], remedy?: string) {
    super(operation, `${rule}, got [${shape.join(', ')}]${remedy ? `. ${remedy}` : ''}`);
    this.shape = shape;
  }
}

/** A tensor's values are of a type that can't be sampled. */
export class DTypeError extends StnError {
  protected static override readonly errorName: string = 'DTypeError';
  readonly dtype: string;

  constructor(operation: string, what: string, dtype: string) {
    super(
      operation,
      `${what} must be float32, got ${dtype}. Convert it with tf.cast(x, 'float32')`,
    );
    this.dtype = dtype;
  }
}

/** An argument or option has a value that is not allowed. */
export class OptionError extends StnError {
  protected static override readonly errorName: string = 'OptionError';
}

/** A tensor was disposed before it was used. */
export class DisposedError extends StnError {
  protected static override readonly errorName: string = 'DisposedError';

  constructor(operation: string, what: string) {
    super(
      operation,
      `${what} is disposed. Keep it alive with tf.keep or create it outside tf.tidy`,
    );
  }
}

/** A name is not registered. */
export class UnknownNameError extends StnError {
  protected static override readonly errorName: string = 'UnknownNameError';
  /** The name that was asked for. */
  readonly unknownName: string;
  /** The names there are. */
  readonly registered: readonly string[];

  constructor(
    operation: string,
    message: string,
    unknownName: string,
    registered: readonly string[],
  ) {
    super(operation, message);
    this.unknownName = unknownName;
    this.registered = registered;
  }
}

/** A name is registered already. */
export class DuplicateNameError extends StnError {
  protected static override readonly errorName: string = 'DuplicateNameError';
}

/** A backend is missing, or not the one this needs. */
export class BackendError extends StnError {
  protected static override readonly errorName: string = 'BackendError';
}

/** A file is damaged, or holds what can't be read. */
export class FormatError extends StnError {
  protected static override readonly errorName: string = 'FormatError';
}
