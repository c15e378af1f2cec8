import { describeValue } from '@tfjs-stn/core/~internal';

import {
  bytesPerValue,
  copyValues,
  isCounts,
  sizeOf,
  type StoredDType,
  type StoredTensor,
} from '../stored-tensor.js';
import { refuse } from './refuse.js';
import { storedFiles } from './stored-files.js';
import { PickledName, unpickle, type PickleHost } from './unpickle.js';

/** The storages of a state_dict and their values. */
const storages: ReadonlyMap<string, StoredDType> = /* @__PURE__ */ new Map([
  ['torch.DoubleStorage', 'F64'],
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
]);

type Callable = (args: readonly unknown[]) => unknown;

/** Everything that a state_dict calls. */
const functions: ReadonlyMap<string, Callable> = /* @__PURE__ */ new Map<string, Callable>([
  ['collections.OrderedDict', () => new Map()],
  ['torch._utils._rebuild_tensor_v2', (args) => new TensorView(args)],
  ['torch._utils._rebuild_parameter', ([tensor]) => tensor],
]);

/** The largest pickle, which has names and shapes but no values. */
const longestPickle = 16 * 2 ** 20;

/** As many axes as PyTorch allows. */
const mostAxes = 64;

/**
 * Reads what `torch.save(module.state_dict(), file)` wrote, with PyTorch 1.6 or newer. No code in the
 * file is run: a class or function that a state_dict does not have is refused by name.
 *
 * @param bytes the whole file; the result does not refer to it
 * @returns the tensors by name, in the order of the module. Tensors that are the same in the file
 *   are the same object
 * @throws FormatError if the file is damaged, or holds anything but a state_dict: a whole module, a
 *   number among the tensors, compressed files, TorchScript
 */
export function readCheckpoint(bytes: Uint8Array): Map<string, StoredTensor> {
  if (!(bytes instanceof Uint8Array))
    refuse(`bytes must be a Uint8Array, got ${describeValue(bytes)}`);
  // The magic number of the old format is a separate pickle.
  if (bytes[0] === 0x80 && bytes[2] === 0x8a) {
    refuse(
      'a checkpoint must be a zip file, got one of before PyTorch 1.6. Load and save it again',
    );
  }
  const files = storedFiles(bytes);
  const pickle = [...files.keys()].find((path) => /^[^/]+\/data\.pkl$/.test(path));
  if (pickle === undefined) refuse('a checkpoint must hold data.pkl, got a zip file without');
  const folder = pickle.slice(0, -'data.pkl'.length);
  assertPlainCheckpoint(files, folder);
  const state = unpickle(files.get(pickle) as Uint8Array, hostFor(files, folder));
  if (!(state instanceof Map)) refuse(`a checkpoint must hold a dict, got ${short(state)}`);
  return copyTensors(state, bytes.length);
}

function assertPlainCheckpoint(files: ReadonlyMap<string, Uint8Array>, folder: string): void {
  const order = new TextDecoder().decode(files.get(`${folder}byteorder`)?.subarray(0, 8));
  if (order !== '' && order !== 'little') refuse(`the byte order must be little, got '${order}'`);
  const { length } = files.get(`${folder}data.pkl`) as Uint8Array;
  if (length > longestPickle)
    refuse(`data.pkl must have at most ${longestPickle} bytes, got ${length}`);
}

function hostFor(files: ReadonlyMap<string, Uint8Array>, folder: string): PickleHost {
  return {
    allows: (name) => storages.has(name) || functions.has(name),
    call: (name, args) =>
      (functions.get(name) ?? refuse(`a state_dict must not call ${name}`))(args),
    load: (id) => {
      const [kind, type, key] = Array.isArray(id) ? (id as readonly unknown[]) : [];
      const dtype = type instanceof PickledName && storages.get(type.name);
      const content = typeof key === 'string' ? files.get(`${folder}data/${key}`) : undefined;
      if (kind === 'storage' && dtype && content) return new Storage(dtype, content);
      return refuse(`a storage must be in the file, got ${short(id)}`);
    },
  };
}

class Storage {
  readonly dtype: StoredDType;
  readonly bytes: Uint8Array;

  constructor(dtype: StoredDType, bytes: Uint8Array) {
    this.dtype = dtype;
    this.bytes = bytes;
  }
}

/** A tensor as a view of its storage. */
class TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor([storage, offset, shape, strides]: readonly unknown[]) {
    const isView =
      storage instanceof Storage &&
      isCounts([offset]) &&
      isCounts(shape) &&
      isCounts(strides) &&
      shape.length === strides.length &&
      shape.length <= mostAxes;
    if (!isView) refuse('a tensor must have a storage, an offset, a shape and strides');
    this.storage = storage;
    this.offset = offset as number;
    this.shape = shape;
    this.strides = strides;
    const last = shape.reduce(
      (at, size, axis) => at + (size - 1) * (strides[axis] ?? 0),
      this.offset,
    );
    const values = storage.bytes.length / bytesPerValue(storage.dtype);
    if (sizeOf(shape) !== 0 && !(last < values)) {
      refuse(
        `a tensor [${shape.join(', ')}] must lie in its storage of ${Math.floor(values)} values`,
      );
    }
  }
}

const longestName = 1024;

function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '__proto__' && name.length <= longestName;
}

/** A value of the pickle in a message. */
function short(value: unknown): string {
  return describeValue(value).slice(0, 200);
}

/** Copies every view once, and together no more than twice the bytes of the file. */
function copyTensors(
  state: ReadonlyMap<unknown, unknown>,
  fileSize: number,
): Map<string, StoredTensor> {
  const copies = new Map<Uint8Array, Map<string, StoredTensor>>();
  let left = fileSize * 2;
  const copy = (view: TensorView): StoredTensor => {
    const { storage, offset, shape, strides } = view;
    const ofStorage = copies.get(storage.bytes) ?? new Map<string, StoredTensor>();
    copies.set(storage.bytes, ofStorage);
    const key = [storage.dtype, offset, ...shape, 'by', ...strides].join();
    const known = ofStorage.get(key);
    if (known !== undefined) return known;
    left -= sizeOf(shape) * bytesPerValue(storage.dtype);
    if (!(left >= 0)) refuse('the tensors must take at most twice the bytes of the file');
    const tensor = { dtype: storage.dtype, shape: [...shape], data: valuesOf(view) };
    ofStorage.set(key, tensor);
    return tensor;
  };
  const tensors = [...state].map(([name, value]): [string, StoredTensor] => {
    if (isName(name) && value instanceof TensorView) return [name, copy(value)];
    const got = value instanceof Map ? 'a dict' : short(value);
    return refuse(
      `a state_dict must hold tensors by name, got ${got} for ${short(name)}. Save model.state_dict() alone`,
    );
  });
  return new Map(tensors);
}

function valuesOf({ storage, offset, shape, strides }: TensorView): StoredTensor['data'] {
  const width = bytesPerValue(storage.dtype);
  const count = sizeOf(shape);
  const isContiguous = shape.every(
    (size, axis) => size <= 1 || strides[axis] === sizeOf(shape.slice(axis + 1)),
  );
  if (isContiguous || count === 0) {
    const start = count === 0 ? 0 : offset * width;
    return copyValues(storage.dtype, storage.bytes.subarray(start, start + count * width));
  }
  const values = new Uint8Array(count * width);
  const place = shape.map(() => 0);
  let from = offset;
  for (let index = 0; index < count; index++) {
    values.set(storage.bytes.subarray(from * width, (from + 1) * width), index * width);
    // The next place, row by row.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      place[axis] = (place[axis] as number) + 1;
      if (place[axis] !== shape[axis]) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      place[axis] = 0;
    }
  }
  return copyValues(storage.dtype, values);
}
