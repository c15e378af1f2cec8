import { toGlsl, withConstants } from './dialect.js';
import type { GpuProgram, InputName, OutputKind } from './program.js';

/** Two channels at a time, in tfjs's packed textures: two columns × two channels of an image. */
const constants = { V: 'vec2', STEP: '2' };

const prelude = `
#define select(no, yes, test) ((test) ? (yes) : (no))
// tfjs redefines round, and isnan depends on its flags.
#define roundHalfEven(x) roundEven(x)
bool notANumber(float x) { return (floatBitsToUint(x) & 0x7fffffffu) > 0x7f800000u; }
// With an odd number of channels the last texel's second half is undefined.
float dotV(vec2 a, vec2 b, int ch) { return a.x * b.x + (ch + 1 < channels ? a.y * b.y : 0.0); }
V here = V(0.0);
V next = V(0.0);
int pairs(int size) { return (size + 1) >> 1; }
// a / b in floats, which is faster; one off at most before it is put right. A GPU's division may be
// wrong by 2.5 units in the last place, which is more than one from 2^22 on.
int quotient(int a, int b) {
  if (a >= 4194304) return a / b;
  int q = int(float(a) / float(b));
  int left = a - q * b;
  return left < 0 ? q - 1 : (left >= b ? q + 1 : q);
}
vec4 texelAt(sampler2D packedTexture, ivec2 texShape, int index) {
  int columns = pairs(texShape[1]);
  // As quotient, with a division that all texels share: textures have so few rows that it is one off
  // at most, too.
  int row = int(float(index) * (1.0 / float(columns)));
  int left = index - row * columns;
  ivec2 at = left < 0 ? ivec2(left + columns, row - 1) :
    (left >= columns ? ivec2(left - columns, row + 1) : ivec2(left, row));
  return texelFetch(packedTexture, at, 0);
}
`;

function imageReader(name: 'image' | 'dy', read: string, size: 'in' | 'out'): string {
  return `vec2 ${read}(int b, int r, int c, int ch) {
  int index = ((b * ${size}Height + r) * pairs(${size}Width) + (c >> 1)) * pairs(channels) + (ch >> 1);
  vec4 texel = texelAt(${name}, ${name}TexShape, index);
  return (c & 1) == 0 ? texel.rg : texel.ba;
}`;
}

function texelReader(name: 'slopes' | 'sums', read: string): string {
  return `vec4 ${read}(int i) { return texelAt(${name}, ${name}TexShape, i); }`;
}

const readers: Readonly<Partial<Record<InputName, string>>> = {
  image: imageReader('image', 'readImage', 'in'),
  dy: imageReader('dy', 'readDy', 'out'),
  matrix: `mat3 readMatrix(int b) {
  vec4 t00 = texelAt(matrix, matrixTexShape, b * 4);
  vec4 t01 = texelAt(matrix, matrixTexShape, b * 4 + 1);
  vec4 t10 = texelAt(matrix, matrixTexShape, b * 4 + 2);
  vec4 t11 = texelAt(matrix, matrixTexShape, b * 4 + 3);
  return mat3(t00.rg, t01.r, t00.ba, t01.b, t10.rg, t11.r);
}`,
  grid: `vec2 readGrid(int b, int r, int c) {
  vec4 texel = texelAt(grid, gridTexShape, (b * outHeight + r) * pairs(outWidth) + (c >> 1));
  return (c & 1) == 0 ? texel.rg : texel.ba;
}`,
  basis: `vec2 readBasis(int p, int k) {
  vec4 texel = texelAt(basis, basisTexShape, (p >> 1) * pairs(terms) + (k >> 1));
  return (p & 1) == 0 ? texel.rg : texel.ba;
}`,
  coefficients: `vec4 readCoefficients(int b, int k) {
  return texelAt(coefficients, coefficientsTexShape, b * pairs(terms) + (k >> 1));
}`,
  fill: `vec2 readFill(int ch) { return texelAt(fill, fillTexShape, ch / 2).rg; }`,
  entries: `float entryAt(int b, int k) {
  if (k >= terms) return k % 4 == 0 ? 1.0 : 0.0;
  vec4 texel = texelAt(entries, entriesTexShape, (b >> 1) * pairs(terms) + (k >> 1));
  return (b & 1) == 0 ? ((k & 1) == 0 ? texel.r : texel.g) : ((k & 1) == 0 ? texel.b : texel.a);
}
vec2 readEntries(int b, int k) { return vec2(entryAt(b, k), entryAt(b, k + 1)); }`,
  slopes: texelReader('slopes', 'readSlopes'),
  sums: texelReader('sums', 'readSums'),
};

const index = `
  ivec2 at = ivec2(gl_FragCoord.xy);
  int index = at.y * pairs(outTexShape[1]) + at.x;`;

/** From the index of a texel to the pair of columns that it holds: `b`, `r` and `c`. */
const columnPair = (height: string): string => `
  int columnPairs = pairs(outShape[2]);
  int rows = quotient(index, columnPairs);
  int c = 2 * (index - rows * columnPairs);
  int b = quotient(rows, ${height});
  int r = rows - b * ${height};
  bool both = c + 1 < outShape[2];`;

/** Writes a texel of an image from `here` and `next`, the values of two columns. */
const imageMain = (height: string, text: string): string => `${index}
  int channelPairs = pairs(channels);
  int pixel = quotient(index, channelPairs);
  int ch = 2 * (index - pixel * channelPairs);
  index = pixel;${columnPair(height)}
  ${text}
  setOutput(ch + 1 < channels ? vec4(here, next) : vec4(here.x, 0.0, next.x, 0.0));`;

const mains: Readonly<Record<Exclude<OutputKind, 'visit'>, string>> = {
  // Without a branch: what both columns have in common is computed once.
  value: imageMain(
    'outHeight',
    `here = value(b, r, c, ch);
  next = value(b, r, c + 1, ch);
  if (!both) next = vec2(0.0);`,
  ),
  columns: imageMain(
    'inHeight',
    `columns(b, r, c, ch);
  if (!both) next = vec2(0.0);`,
  ),
  pair: `${index}${columnPair('outHeight')}
  setOutput(vec4(pair(b, r, c), both ? pair(b, r, c + 1) : vec2(0.0)));`,
  texel: `${index}
  setOutput(texel(index));`,
  scalar: `
  ivec2 at = ivec2(gl_FragCoord.xy);
  setOutput(scalar(at.y * outTexShape[1] + at.x));`,
};

/** The GLSL ES 3.00 of a program with packed inputs, and packed output unless that is `scalar`. */
export function glslOf({ name, inputs, output, text }: GpuProgram): string {
  if (output === 'visit') throw new Error(`${name}: WebGL must gather, it has no atomics`);
  const reads = (Object.keys(inputs) as InputName[]).map((name) => readers[name]).join('\n');
  const code = `${prelude}${reads}${toGlsl(text())}
void main() {${mains[output]}
}`;
  return withConstants(code, constants);
}
