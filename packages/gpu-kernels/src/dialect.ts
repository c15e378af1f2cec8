/**
 * The language in which programs are written once: a subset of WGSL with every type written out, from
 * which GLSL ES 3.00 is textual replacement.
 *
 * - `let x : f32 = …;`, `var x : f32 = …;` and `fn f(a : f32) -> f32 { … }`
 * - `for (var i : i32 = 0; i < n; i++) { … }`
 * - `select(no, yes, test)`, `notANumber(x)`, `roundHalfEven(x)`, `dotV(a, b)`
 * - `U.name` for a uniform, whose name no variable may have; `V` for the values of `STEP` channels,
 *   `FIELD` for a field's own numbers
 * - the variables `here` and `next` are `V`s that begin as 0
 */
export type Dialect = string;

const glslTypes: Readonly<Record<string, string>> = {
  f32: 'float',
  i32: 'int',
  bool: 'bool',
  vec2f: 'vec2',
  vec3f: 'vec3',
  vec4f: 'vec4',
  vec4i: 'ivec4',
  mat3x3f: 'mat3',
};

const glslOf = (type: string): string => glslTypes[type] ?? type;

/** Writes out words that stand for something else. */
export function withConstants(source: string, constants: Readonly<Record<string, string>>): string {
  return source.replace(/\b[A-Z]+\b/g, (word) => constants[word] ?? word);
}

/** Translates to GLSL ES 3.00. */
export function toGlsl(source: Dialect): string {
  const parameter = (declaration: string): string => {
    const [name = '', type = ''] = declaration.split(':').map((part) => part.trim());
    return `${glslOf(type)} ${name}`;
  };
  return source
    .replace(
      /fn (\w+)\(([^)]*)\) -> (\w+) \{/g,
      (_, name: string, parameters: string, result: string) =>
        `${glslOf(result)} ${name}(${parameters.split(',').map(parameter).join(', ')}) {`,
    )
    .replace(
      /\b(?:let|var) (\w+) : (\w+)/g,
      (_, name: string, type: string) => `${glslOf(type)} ${name}`,
    )
    .replace(/\b(f32|i32|vec[234]f|vec4i|mat3x3f)\(/g, (_, type: string) => `${glslOf(type)}(`)
    .replace(/\bU\.(\w+)/g, '$1');
}

/** Translates to WGSL as tfjs's WebGPU backend completes it. */
export function toWgsl(source: Dialect): string {
  return source.replace(/\bU\.(\w+)/g, 'uniforms.$1');
}
