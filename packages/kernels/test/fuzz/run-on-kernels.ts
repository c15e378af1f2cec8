import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  taskNumbers,
  samplingCall,
  writeCall,
  samplingWorkspace,
  lanczosTable,
  type KernelExports,
  type SamplingWorkspace,
} from '../../src/index.js';
import { layOut, trespasses } from '../support/guarded-memory.js';
import type { FuzzCase } from './fuzz-case.js';

/** What the kernels make of a case. */
export interface KernelResults {
  readonly output: Float32Array;
  readonly imageGradient: Float32Array;
  readonly fieldGradient: Float32Array | Float64Array;
  /** Arrays and guards that a kernel wrote to although it must not. */
  readonly trespasses: readonly string[];
}

/** Runs all tasks on memory with guards around every array. */
export function runOnKernels(
  memory: WebAssembly.Memory,
  kernels: KernelExports,
  fuzzed: FuzzCase,
): KernelResults {
  const found: string[] = [];
  const run = (
    task: keyof typeof taskNumbers,
    last: string,
    weights: Float32Array,
  ): ArrayBuffer => {
    const { result, trespassed } = runTask(memory, kernels, fuzzed, task, last, weights);
    found.push(...trespassed.map((name) => `${task}: ${name}`));
    return result.buffer;
  };
  const custom = fuzzed.sampler === 'separable' ? fuzzed.kernel : undefined;
  const none = new Float32Array();
  let [weights, ofOffsets] = [none, none];
  if (typeof custom === 'object') {
    // What a sampler of one's own computes, and how the gradient goes back through that.
    const offsets = new Float32Array(run('offsets', 'points', none));
    const each = [...offsets].map(custom.weights);
    const slopes = [...offsets].map(custom.weightDerivatives);
    weights = Float32Array.from({ length: offsets.length * custom.taps }, (_, index) => {
      return each[index % offsets.length]![Math.floor(index / offsets.length)]!;
    });
    const byWeights = new Float32Array(run('gradWeights', 'points', weights));
    ofOffsets = offsets.map((_, at) =>
      slopes[at]!.reduce(
        (sum, slope, tap) => sum + slope * byWeights[tap * offsets.length + at]!,
        0,
      ),
    );
  }
  const output = run('forward', 'image', weights);
  const imageGradient = run('gradImage', 'output', weights);
  const fieldGradient = run('gradField', 'source', ofOffsets);
  return {
    output: new Float32Array(output),
    imageGradient: new Float32Array(imageGradient),
    fieldGradient:
      fuzzed.field === 'grid' ? new Float32Array(fieldGradient) : new Float64Array(fieldGradient),
    trespasses: found,
  };
}

const results = {
  forward: 'output',
  gradImage: 'image',
  gradField: 'gradient',
  offsets: 'points',
  gradWeights: 'points',
} as const;

function runTask(
  memory: WebAssembly.Memory,
  kernels: KernelExports,
  fuzzed: FuzzCase,
  task: keyof typeof taskNumbers,
  last: string,
  weights: Float32Array,
): { result: Uint8Array<ArrayBuffer>; trespassed: string[] } {
  const { image, source, basis, outputGradient, fillValue, taps } = fuzzed;
  const channels = image.shape[3] as number;
  const at = samplingWorkspace(channels, basis.shape[1] as number, taps);
  const gradientBytes = fuzzed.field === 'grid' ? 4 : 8;
  const points = fuzzed.outputSize[0] * fuzzed.outputSize[1];
  const sizes = {
    call: 160,
    scratch: at.bytes - at.scratch,
    sink: channels * 4,
    image: image.data.byteLength,
    output: outputGradient.data.byteLength,
    source: source.data.byteLength,
    basis: basis.data.byteLength,
    fill: channels * 4,
    gradient: source.data.length * gradientBytes,
    weights: weights.byteLength,
    points: (source.shape[0] as number) * points * 2 * (task === 'offsets' ? 1 : taps) * 4,
  };
  const result = results[task];
  const regions = layOut(memory, sizes, ['call', 'scratch', 'sink', result], last);
  const address = Object.fromEntries(regions.map((region) => [region.name, region.address])) as {
    readonly [Name in keyof typeof sizes]: number;
  };
  const write = (name: keyof typeof sizes, data: Float32Array): void =>
    new Float32Array(memory.buffer, address[name], data.length).set(data);
  // What was there before the gradient is not to be seen in it.
  write('image', task === 'gradImage' ? image.data.map(() => NaN) : image.data);
  write('output', outputGradient.data);
  write('source', source.data);
  write('basis', basis.data);
  write('fill', fillValue.data);
  write('weights', weights);
  new Uint8Array(memory.buffer, address.gradient, sizes.gradient).fill(0);
  if (fuzzed.sampler === 'lanczos') {
    const table = lanczosTable(taps);
    const begin = address.scratch + at.table - at.scratch;
    new Float32Array(memory.buffer, begin, table.length).set(table);
  }
  const before = new Uint8Array(memory.buffer).slice();
  for (const band of bandsOf(fuzzed, task)) {
    encodeCall(memory, address, fuzzed, task, band, at);
    kernels.sample_f32(address.call);
  }
  return {
    result: new Uint8Array(memory.buffer, address[result], sizes[result]).slice(),
    trespassed: trespasses(memory, before, regions),
  };
}

interface Band {
  readonly rows: readonly [begin: number, end: number];
  readonly imageRows: readonly [begin: number, end: number];
}

/** One call after the other, as threads take their shares: of the output, or of the image added to. */
function bandsOf({ bands, image, outputSize }: FuzzCase, task: keyof typeof taskNumbers): Band[] {
  const [outHeight] = outputSize;
  const height = image.shape[1] as number;
  if (task === 'gradImage') {
    const rows = [0, outHeight] as const;
    return [
      { rows, imageRows: [0, bands.imageRow] },
      { rows, imageRows: [bands.imageRow, height] },
    ];
  }
  const imageRows = [0, height] as const;
  return [
    { rows: [0, bands.outputRow], imageRows },
    { rows: [bands.outputRow, outHeight], imageRows },
  ];
}

function encodeCall(
  memory: WebAssembly.Memory,
  address: { readonly [name: string]: number },
  { field, sampler, padding, alignCorners, image, source, basis, outputSize, ...rest }: FuzzCase,
  task: keyof typeof taskNumbers,
  band: Band,
  at: SamplingWorkspace,
): void {
  const isShared = source.shape[0] === 1;
  const points = outputSize[0] * outputSize[1];
  const ofPoints = results[task] === 'points';
  const ofField = task === 'offsets' || (task === 'gradField' && sampler === 'separable');
  const gradientStride = stride(source) * (field === 'grid' ? 4 : 8);
  const [, height, width, channels] = image.shape as [number, number, number, number];
  writeCall(memory.buffer, address['call'] as number, samplingCall, {
    task: taskNumbers[task],
    sampler: samplerNumbers[sampler],
    field: fieldNumbers[field],
    padding: paddingNumbers[padding],
    alignCorners,
    cubic: rest.cubic,
    taps: rest.taps,
    table: (address['scratch'] as number) + at.table - at.scratch,
    image: address['image'] as number,
    height,
    width,
    channels,
    output: address['output'] as number,
    outHeight: outputSize[0],
    outWidth: outputSize[1],
    source: address['source'] as number,
    basis: address['basis'] as number,
    terms: basis.shape[1] as number,
    gradient: address[ofPoints ? 'points' : 'gradient'] as number,
    initial: 0,
    weights: address['weights'] as number,
    weightsRow: 0,
    weightsStride: isShared ? 0 : points * 4,
    axisStride: (isShared ? 1 : (source.shape[0] as number)) * points * 4,
    // One item's offsets are those of all that share its field.
    batch: (ofField ? source : rest.outputGradient).shape[0] as number,
    imageStride: stride(image) * 4,
    outputStride: outputSize[0] * outputSize[1] * channels * 4,
    sourceStride: stride(source) * 4,
    gradientStride: ofPoints ? (isShared ? 0 : points * 4) : gradientStride,
    rowBegin: band.rows[0],
    rowEnd: band.rows[1],
    bandRows: 0,
    bandStride: 0,
    imageRowBegin: band.imageRows[0],
    imageRowEnd: band.imageRows[1],
    fill: address['fill'] as number,
    sink: address['sink'] as number,
    scratch: address['scratch'] as number,
    tapRows: (address['scratch'] as number) + at.tapRows - at.scratch,
  });
}

/** Numbers from one item to the next; 0 where one serves them all. */
function stride({ shape }: { readonly shape: readonly number[] }): number {
  return shape[0] === 1 ? 0 : shape.slice(1).reduce((product, length) => product * length, 1);
}
