import { refuse } from './refuse.js';

/** A class or function of Python by its full name, `torch.FloatStorage`. */
export class PickledName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What a pickle may refer to. */
export interface PickleHost {
  /** Whether a class or function may be named. */
  allows(name: string): boolean;
  /** What a function returns; it is one that is allowed. */
  call(name: string, args: readonly unknown[]): unknown;
  /** What an id stands for that the pickle has in place of a value. */
  load(id: unknown): unknown;
}

/** Enough for 200,000 tensors. */
const mostContainers = 2 ** 20;

/** Reads numbers, text and values in the order of a pickle. */
interface Machine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly host: PickleHost;
  readonly stack: unknown[];
  /** Where the open tuples, lists and dicts begin on the stack. */
  readonly marks: number[];
  readonly memo: Map<number, unknown>;
  at: number;
  containers: number;
}

/**
 * Reads a pickle with the instructions that `torch.save` uses for a state_dict, protocols 2 to 5.
 * Dicts become a `Map`, lists and tuples an array. Time and memory are linear in the size.
 *
 * @throws FormatError for any other instruction, a name that the host does not allow, and damage
 */
export function unpickle(bytes: Uint8Array, host: PickleHost): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const state = { stack: [], marks: [], memo: new Map<number, unknown>(), at: 0, containers: 0 };
  const machine: Machine = { bytes, view, host, ...state };
  for (;;) {
    const code = unsigned(machine, 1);
    if (code === stop) return pop(machine);
    const instruction = instructions.get(code);
    if (instruction === undefined) {
      refuse(`a state_dict must have no pickle instruction 0x${code.toString(16)}`);
    }
    instruction(machine);
  }
}

/** Moves on by some bytes, and tells where they begin. */
function advance(machine: Machine, length: number): number {
  const { at } = machine;
  if (at + length > machine.bytes.length)
    refuse(`the pickle must not end at byte ${at}. It is cut off`);
  machine.at += length;
  return at;
}

/** A whole number of 1, 2, 4 or 8 bytes, little-endian. */
function unsigned(machine: Machine, size: 1 | 2 | 4 | 8): number {
  const at = advance(machine, size);
  if (size === 8) return Number(machine.view.getBigUint64(at, true));
  let value = 0;
  for (let index = size - 1; index >= 0; index--) {
    value = value * 256 + machine.view.getUint8(at + index);
  }
  return value;
}

function text(machine: Machine, length: number): string {
  const at = advance(machine, length);
  return new TextDecoder().decode(machine.bytes.subarray(at, at + length));
}

function line(machine: Machine): string {
  const length = machine.bytes.indexOf(0x0a, machine.at) - machine.at;
  if (length < 0) refuse('a line of the pickle must end');
  const read = text(machine, length);
  advance(machine, 1);
  return read;
}

/** Python's whole numbers of any length, two's complement. */
function long(machine: Machine): number {
  const length = unsigned(machine, 1);
  if (length > 8) refuse(`a whole number must have at most 8 bytes, got ${length}`);
  const at = advance(machine, length);
  let value = 0n;
  for (let index = length - 1; index >= 0; index--) {
    value = (value << 8n) | BigInt(machine.view.getUint8(at + index));
  }
  return Number(BigInt.asIntN(length * 8, value));
}

function pop({ stack, marks }: Machine): unknown {
  if (stack.length <= (marks.at(-1) ?? 0))
    refuse('the pickle must have a value for each instruction');
  return stack.pop();
}

function popToMark({ stack, marks }: Machine): unknown[] {
  return stack.splice(marks.pop() ?? refuse('the pickle must mark where a list begins'));
}

function popMany(machine: Machine, count: number): unknown[] {
  return Array.from({ length: count }, () => pop(machine)).reverse();
}

function pushContainer(machine: Machine, container: unknown): void {
  if (++machine.containers > mostContainers) {
    refuse(`the pickle must have at most ${mostContainers} dicts, lists and tuples`);
  }
  machine.stack.push(container);
}

function setItems(machine: Machine, items: readonly unknown[]): void {
  const dict = machine.stack.at(-1);
  if (!(dict instanceof Map) || items.length % 2 !== 0)
    refuse('the pickle must put items into a dict');
  for (let index = 0; index < items.length; index += 2) dict.set(items[index], items[index + 1]);
}

function append(machine: Machine, items: readonly unknown[]): void {
  const list = machine.stack.at(-1);
  if (!Array.isArray(list)) refuse('the pickle must append items to a list');
  for (const item of items) list.push(item);
}

function pushName(machine: Machine, module: unknown, name: unknown): void {
  // Not of any value: the text of tuples in tuples can be longer than memory.
  if (typeof module !== 'string' || typeof name !== 'string') {
    refuse('a name in the pickle must be text');
  }
  const full = `${module}.${name}`;
  if (!machine.host.allows(full)) {
    refuse(
      `a state_dict must hold tensors only, got ${full.slice(0, 200)}. It was not run. Save model.state_dict() alone`,
    );
  }
  machine.stack.push(new PickledName(full));
}

function reduce(machine: Machine): void {
  const [callee, args] = popMany(machine, 2);
  if (!(callee instanceof PickledName) || !Array.isArray(args)) {
    refuse('the pickle must call a function by its name');
  }
  pushContainer(machine, machine.host.call(callee.name, args));
}

function remember(machine: Machine, key: number): void {
  const value = pop(machine);
  machine.memo.set(key, value);
  machine.stack.push(value);
}

function recall(machine: Machine, key: number): void {
  if (!machine.memo.has(key)) refuse(`the pickle must refer to a value that it has, got ${key}`);
  machine.stack.push(machine.memo.get(key));
}

const stop = 0x2e;

/** By their codes in Python's pickletools. */
const instructions: ReadonlyMap<number, (machine: Machine) => void> = /* @__PURE__ */ new Map([
  [0x80, (m) => void advance(m, 1)], // PROTO
  [0x95, (m) => void advance(m, 8)], // FRAME
  [0x28, (m) => void m.marks.push(m.stack.length)], // MARK
  [0x71, (m) => remember(m, unsigned(m, 1))], // BINPUT
  [0x72, (m) => remember(m, unsigned(m, 4))], // LONG_BINPUT
  [0x94, (m) => remember(m, m.memo.size)], // MEMOIZE
  [0x68, (m) => recall(m, unsigned(m, 1))], // BINGET
  [0x6a, (m) => recall(m, unsigned(m, 4))], // LONG_BINGET
  [0x4e, (m) => void m.stack.push(null)], // NONE
  [0x88, (m) => void m.stack.push(true)], // NEWTRUE
  [0x89, (m) => void m.stack.push(false)], // NEWFALSE
  [0x4b, (m) => void m.stack.push(unsigned(m, 1))], // BININT1
  [0x4d, (m) => void m.stack.push(unsigned(m, 2))], // BININT2
  [0x4a, (m) => void m.stack.push(m.view.getInt32(advance(m, 4), true))], // BININT
  [0x8a, (m) => void m.stack.push(long(m))], // LONG1
  [0x47, (m) => void m.stack.push(m.view.getFloat64(advance(m, 8)))], // BINFLOAT
  [0x58, (m) => void m.stack.push(text(m, unsigned(m, 4)))], // BINUNICODE
  [0x8c, (m) => void m.stack.push(text(m, unsigned(m, 1)))], // SHORT_BINUNICODE
  [0x8d, (m) => void m.stack.push(text(m, unsigned(m, 8)))], // BINUNICODE8
  [0x29, (m) => pushContainer(m, [])], // EMPTY_TUPLE
  [0x85, (m) => pushContainer(m, popMany(m, 1))], // TUPLE1
  [0x86, (m) => pushContainer(m, popMany(m, 2))], // TUPLE2
  [0x87, (m) => pushContainer(m, popMany(m, 3))], // TUPLE3
  [0x74, (m) => pushContainer(m, popToMark(m))], // TUPLE
  [0x5d, (m) => pushContainer(m, [])], // EMPTY_LIST
  [0x61, (m) => append(m, popMany(m, 1))], // APPEND
  [0x65, (m) => append(m, popToMark(m))], // APPENDS
  [0x7d, (m) => pushContainer(m, new Map())], // EMPTY_DICT
  [0x73, (m) => setItems(m, popMany(m, 2))], // SETITEM
  [0x75, (m) => setItems(m, popToMark(m))], // SETITEMS
  [0x63, (m) => pushName(m, line(m), line(m))], // GLOBAL
  [0x93, (m) => pushName(m, ...(popMany(m, 2) as [unknown, unknown]))], // STACK_GLOBAL
  [0x51, (m) => void m.stack.push(m.host.load(pop(m)))], // BINPERSID
  [0x52, reduce], // REDUCE
  // BUILD gives an OrderedDict its attributes, such as _metadata.
  [0x62, (m) => void pop(m)],
]);
