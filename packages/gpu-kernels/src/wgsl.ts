import { toWgsl, withConstants } from './dialect.js';
import type { GpuProgram, InputName, OutputKind } from './program.js';

/**
 * How a thread works on channels: on one, where an image has no more; on four, as vectors in memory
 * where their number is a multiple of four.
 */
export type ChannelLayout = 'one' | 'four' | 'aligned';

export function channelLayout({ output, uniforms: { channels } }: GpuProgram): ChannelLayout {
  // What works on integers indexes values one at a time.
  if (channels === 1 || output === 'visit' || output === 'scalar') return 'one';
  return channels % 4 === 0 ? 'aligned' : 'four';
}

/** Channels per thread. */
const channelStep: Readonly<Record<ChannelLayout, number>> = { one: 1, four: 4, aligned: 4 };

const prelude = `
fn notANumber(x : f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn roundHalfEven(x : f32) -> f32 { return round(x); }
var<private> here : V;
var<private> next : V;`;

const dots: Readonly<Record<ChannelLayout, string>> = {
  one: 'fn dotV(a : f32, b : f32, ch : i32) -> f32 { return a * b; }',
  // What is read behind the last channel is 0.
  four: 'fn dotV(a : vec4f, b : vec4f, ch : i32) -> f32 { return dot(a, b); }',
  aligned: 'fn dotV(a : vec4f, b : vec4f, ch : i32) -> f32 { return dot(a, b); }',
};

/** @param at the index of a pixel's value at channel `ch` */
function channelReader(name: string, at: string, layout: ChannelLayout): string {
  switch (layout) {
    case 'one':
      return `return ${name}[${at}];`;
    case 'aligned':
      return `return ${name}[(${at}) / 4];`;
    case 'four':
      return `let at = ${at};
  let left = uniforms.channels - ch;
  return vec4f(
    ${name}[at], select(0.0, ${name}[at + 1], left > 1),
    select(0.0, ${name}[at + 2], left > 2), select(0.0, ${name}[at + 3], left > 3));`;
    default:
      return layout satisfies never;
  }
}

function imageReader(name: 'image' | 'dy', read: string, size: 'in' | 'out') {
  const row = `(b * uniforms.${size}Height + r) * uniforms.${size}Width + c`;
  const at = `(${row}) * uniforms.channels + ch`;
  return (layout: ChannelLayout): string =>
    `fn ${read}(b : i32, r : i32, c : i32, ch : i32) -> V { ${channelReader(name, at, layout)} }`;
}

const readers: Readonly<Record<InputName, (layout: ChannelLayout) => string>> = {
  image: imageReader('image', 'readImage', 'in'),
  dy: imageReader('dy', 'readDy', 'out'),
  fill: (layout) => `fn readFill(ch : i32) -> V { ${channelReader('fill', 'ch', layout)} }`,
  matrix: () => `fn readMatrix(b : i32) -> mat3x3f {
  let at = b * 9;
  return mat3x3f(
    matrix[at], matrix[at + 1], matrix[at + 2], matrix[at + 3], matrix[at + 4], matrix[at + 5],
    matrix[at + 6], matrix[at + 7], matrix[at + 8]);
}`,
  grid: () => `fn readGrid(b : i32, r : i32, c : i32) -> vec2f {
  return grid[(b * uniforms.outHeight + r) * uniforms.outWidth + c];
}`,
  basis: () => `fn readBasis(p : i32, k : i32) -> vec2f {
  let at = p * uniforms.terms + k;
  return vec2f(basis[at], basis[at + 1]);
}`,
  coefficients: () => `fn readCoefficients(b : i32, k : i32) -> vec4f {
  let at = b * uniforms.terms + k;
  return vec4f(coefficients[at], coefficients[at + 1]);
}`,
  entries: () => `fn entryAt(b : i32, k : i32) -> f32 {
  if (k >= uniforms.terms) { return select(0.0, 1.0, k % 4 == 0); }
  return entries[b * uniforms.terms + k];
}
fn readEntries(b : i32, k : i32) -> vec4f {
  return vec4f(entryAt(b, k), entryAt(b, k + 1), entryAt(b, k + 2), entryAt(b, k + 3));
}`,
  slopes: () => `fn readSlopes(i : i32) -> vec4f { return slopes[i]; }`,
  sums: () => `fn readSums(i : i32) -> vec4f { return sums[i]; }`,
  largest: () => '',
  limbs: () => '',
};

/** How many values an element of an input has in the shader. */
const components: Readonly<Record<InputName, (layout: ChannelLayout) => number>> = {
  image: (layout) => (layout === 'aligned' ? 4 : 1),
  dy: (layout) => (layout === 'aligned' ? 4 : 1),
  fill: (layout) => (layout === 'aligned' ? 4 : 1),
  matrix: () => 1,
  grid: () => 2,
  basis: () => 1,
  coefficients: () => 2,
  entries: () => 1,
  slopes: () => 4,
  sums: () => 4,
  largest: () => 1,
  limbs: () => 1,
};

/** `store(pixel, ch, values)`: writes the values of one thread's channels. */
const stores: Readonly<Record<ChannelLayout, string>> = {
  one: 'fn store(pixel : i32, ch : i32, values : V) { result[pixel] = values; }',
  aligned: `fn store(pixel : i32, ch : i32, values : V) {
  result[(pixel * uniforms.channels + ch) / 4] = values;
}`,
  four: `fn store(pixel : i32, ch : i32, values : V) {
  let at = pixel * uniforms.channels + ch;
  for (var i = 0; i < min(4, uniforms.channels - ch); i++) { result[at + i] = values[i]; }
}`,
};

/** From a thread's index to its `pixel`, the columns `c` to `c` + count - 1, and `ch`. */
const imageIndex = (count: 1 | 2): string => `
  let groups = (uniforms.channels + STEP - 1) / STEP;
  let across = (uniforms.outShape[2] + ${count - 1}) / ${count};
  let left = index / groups;
  let ch = (index - left * groups) * STEP;
  let row = left / across;
  let c = (left - row * across) * ${count};
  let b = row / uniforms.outShape[1];
  let r = row - b * uniforms.outShape[1];
  let pixel = row * uniforms.outShape[2] + c;`;

const mains: Readonly<Record<OutputKind, string>> = {
  value: `${imageIndex(1)}
  store(pixel, ch, value(b, r, c, ch));`,
  columns: `${imageIndex(2)}
  columns(b, r, c, ch);
  store(pixel, ch, here);
  if (c + 1 < uniforms.outShape[2]) { store(pixel + 1, ch, next); }`,
  pair: `
  let row = index / uniforms.outWidth;
  let b = row / uniforms.outHeight;
  result[index] = pair(b, row - b * uniforms.outHeight, index - row * uniforms.outWidth);`,
  texel: `
  result[index] = texel(index);`,
  scalar: `
  result[index] = scalar(index);`,
  visit: `
  visit(index);`,
};

/** What tfjs's WebGPU backend takes for a program. */
export interface WgslProgram {
  readonly code: string;
  readonly outputComponent: number;
  readonly variableComponents: number[];
}

/** How many threads a program takes. */
export function threadCount(program: GpuProgram): number {
  const { output, outputShape, visits = 0 } = program;
  const { channels } = program.uniforms;
  const width = outputShape[2] as number;
  const groups = Math.ceil(channels / channelStep[channelLayout(program)]);
  const size = outputShape.reduce((product, length) => product * length, 1);
  switch (output) {
    case 'value':
      return (size / channels) * groups;
    case 'columns':
      return (size / channels / width) * Math.ceil(width / 2) * groups;
    case 'pair':
      return size / 2;
    case 'texel':
      return size / 4;
    case 'scalar':
      return size;
    case 'visit':
      return visits;
    default:
      return output satisfies never;
  }
}

/** The WGSL of a program. */
export function wgslOf(program: GpuProgram): WgslProgram {
  const { inputs, output, text } = program;
  const layout = channelLayout(program);
  const names = Object.keys(inputs) as InputName[];
  const inDialect = `${text()}\n${names.map((name) => readers[name](layout)).join('\n')}`;
  const code = `${prelude}
${dots[layout]}
${output === 'value' || output === 'columns' ? stores[layout] : ''}
${toWgsl(inDialect)}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }${mains[output]}
}`;
  const V = layout === 'one' ? 'f32' : 'vec4f';
  const STEP = String(channelStep[layout]);
  const value = layout === 'aligned' ? 4 : 1;
  const outputComponents = { value, columns: value, pair: 2, texel: 4, scalar: 1, visit: 1 };
  return {
    code: withConstants(code, { V, STEP }),
    outputComponent: outputComponents[output],
    variableComponents: names.map((name) => components[name](layout)),
  };
}
