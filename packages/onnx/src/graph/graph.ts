import { Message } from './protobuf.js';

/** What an attribute of a node may be: whole numbers are int, others `{ float }`. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

const float32 = 1;
const int64 = 7;

/** A size, or a name for one that is free. */
export type Dimension = number | string;

/** Writes nodes and constants, whatever a value is: its name in a graph, or its numbers. */
export interface Operations<Result> {
  /** @returns the first result */
  node(
    op: string,
    inputs: readonly Result[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): Result;
  /** A constant of float32 values. */
  floats(values: ArrayLike<number>, shape: readonly number[], name?: string): Result;
  /** A constant list of int64 values. */
  integers(values: readonly number[]): Result;
}

/** An ONNX graph that grows node by node. Names of values are unique. */
export class Graph implements Operations<string> {
  readonly opset: number;
  readonly #message: Message = new Message();
  readonly #names = new Set<string>();
  readonly #constants = new Map<string, string>();

  constructor(opset: number, name: string) {
    this.opset = opset;
    this.#message.text(2, name);
  }

  /** @returns the name, or with a number if there is one already; no other value gets it */
  reserve(name: string): string {
    let unique = name;
    for (let count = 2; this.#names.has(unique); count++) unique = `${name}_${count}`;
    this.#names.add(unique);
    return unique;
  }

  /** @returns its name */
  input(name: string, shape: readonly Dimension[]): string {
    const unique = this.reserve(name);
    this.#message.message(11, valueInfo(unique, shape));
    return unique;
  }

  output(name: string, shape: readonly Dimension[]): void {
    this.#message.message(12, valueInfo(name, shape));
  }

  /**
   * @param output the name of the result, one that was reserved; default a new one
   * @returns the name of the result
   */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output: string = this.reserve(op),
  ): string {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, output).text(4, op);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.#message.message(1, node);
    return output;
  }

  /** @returns the name of a constant of float32 values */
  floats(values: ArrayLike<number>, shape: readonly number[], name = 'constant'): string {
    const { buffer } = Float32Array.from(values);
    return this.#initializer(name, float32, shape, new Uint8Array(buffer));
  }

  /** @returns the name of a list of int64 values, the same for equal lists */
  integers(values: readonly number[]): string {
    const key = values.join();
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const { buffer } = BigInt64Array.from(values, BigInt);
    const name = this.#initializer('sizes', int64, [values.length], new Uint8Array(buffer));
    this.#constants.set(key, name);
    return name;
  }

  /** @returns the bytes of the model */
  encode(metadata: Readonly<Record<string, string>>): Uint8Array {
    const model = new Message()
      .integer(1, this.opset < 19 ? 8 : 9)
      .text(2, metadata['library'] ?? '')
      .text(3, metadata['version'] ?? '')
      .message(7, this.#message)
      .message(8, new Message().text(1, '').integer(2, this.opset));
    for (const [key, value] of Object.entries(metadata)) {
      model.message(14, new Message().text(1, key).text(2, value));
    }
    return model.encode();
  }

  #initializer(name: string, type: number, shape: readonly number[], values: Uint8Array): string {
    const unique = this.reserve(name);
    const tensor = new Message();
    for (const size of shape) tensor.integer(1, size);
    this.#message.message(5, tensor.integer(2, type).text(8, unique).bytes(9, values));
    return unique;
  }
}

function valueInfo(name: string, shape: readonly Dimension[]): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = new Message();
    dimensions.message(
      1,
      typeof size === 'string' ? dimension.text(2, size) : dimension.integer(1, size),
    );
  }
  const tensor = new Message().integer(1, float32).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

function attribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return message.text(4, value).integer(20, 3);
  if ('float' in value) return message.float(2, value.float).integer(20, 1);
  for (const item of value) message.integer(8, item);
  return message.integer(20, 7);
}
