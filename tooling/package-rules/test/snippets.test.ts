import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { root } from '../../setup/workspace.mjs';

/**
 * Compiles every `ts` block of the documents, each as a module of its own, as its reader would.
 *
 * A comment right before a block says what it takes for granted:
 * `<!-- snippet: continues -->` the block before it, `<!-- snippet: given image: Tensor4D -->`
 * values of these types of tfjs-core, `<!-- snippet: in some/folder -->` to lie there, and
 * `<!-- some/file.ts -->` to be that file.
 */
interface Document {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

interface Module {
  readonly document: string;
  readonly path: string;
  /** What stands between the document's fences, on the same lines as there. */
  lines: string[];
  given: string[];
}

/** Paths from the root of the repository, in order. */
function found(extension: string, ...patterns: readonly string[]): string[] {
  return ts.sys
    .readDirectory(root, [extension], ['**/node_modules'], patterns)
    .map((path) => relative(root, path))
    .sort();
}

const documents: readonly Document[] = found(
  '.md',
  'README.md',
  'packages/*/README.md',
  'docs/**/*.md',
).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

function modulesOf({ path, text }: Document): Module[] {
  const lines = text.split('\n');
  const modules: Module[] = [];
  let remark = '';
  lines.forEach((line, index) => {
    if (line.startsWith('<!--')) remark = line.replace(/^<!--\s*(snippet: )?|\s*-->$/g, '');
    else if (line === '```ts') {
      const end = lines.indexOf('```', index + 1);
      const continued = remark.startsWith('continues') ? modules.at(-1) : undefined;
      const module = continued ?? newModule(path, index + 1, remark);
      const blank = Array<string>(index + 1 - module.lines.length).fill('');
      module.lines = [...module.lines, ...blank, ...lines.slice(index + 1, end)];
      const [, given] = /given (.*)$/.exec(remark) ?? [];
      if (given !== undefined) module.given.push(...given.split(', '));
      if (!continued) modules.push(module);
    } else if (line !== '') remark = '';
  });
  return modules;
}

function newModule(document: string, line: number, remark: string): Module {
  const [, folder] = /^in (\S+)/.exec(remark) ?? [];
  const isFile = remark.endsWith('.ts');
  const path = isFile ? remark : join(folder ?? dirname(document), `snippet-${line}.ts`);
  return { document, path: join(root, path), lines: [], given: [] };
}

function sourceOf({ lines, given }: Module): string {
  const declarations = given.map((declaration) => {
    const [name = '', type = ''] = declaration.split(': ');
    return `declare const ${name}: import('@tensorflow/tfjs-core').${type};`;
  });
  // Imports and exports or none: a module in any case.
  return [...lines, ...declarations, 'export {};'].join('\n');
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
    config: unknown;
  };
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}

/** The packages that a reader may install: where a block lies says nothing about that. */
const homes: readonly string[] = found(
  '.json',
  'packages/*/package.json',
  'apps/*/package.json',
).map((path) => join(root, path));

/** `@tensorflow/tfjs`, which readers may have and this repository has only in parts. */
const umbrella: Module = {
  document: 'tfjs',
  path: join(root, 'umbrella.ts'),
  lines: ['core', 'layers'].map((part) => `export * from '@tensorflow/tfjs-${part}';`),
  given: [],
};

const resolvedUmbrella: ts.ResolvedModuleFull = {
  resolvedFileName: umbrella.path,
  extension: ts.Extension.Ts,
  isExternalLibraryImport: false,
};

/** What does not compile, as `document:line message`. */
function problems(given: readonly Document[]): string[] {
  const all = [...given.flatMap(modulesOf), umbrella];
  const modules = new Map(all.map((module) => [module.path, module]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const textOf = (path: string): string | undefined => {
    const module = modules.get(path);
    return module && sourceOf(module);
  };
  host.fileExists = (path) => modules.has(path) || fileExists(path);
  host.readFile = (path) => textOf(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = textOf(path);
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target);
  };
  host.resolveModuleNameLiterals = (literals, from, _reference, _options, source) =>
    literals.map((literal) => {
      const name = literal.text;
      if (name === '@tensorflow/tfjs') return { resolvedModule: resolvedUmbrella };
      const mode = ts.getModeForUsageLocation(source, literal, options);
      const elsewhere = modules.has(from) && !/^[./]/.test(name) ? homes : [];
      for (const place of [from, ...elsewhere]) {
        const found = ts.resolveModuleName(name, place, options, host, undefined, undefined, mode);
        if (found.resolvedModule) return found;
      }
      return { resolvedModule: undefined };
    });
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules].flatMap(([path, { document }]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map((diagnostic) => `${document}:${place(diagnostic)}`),
  );
}

function place({ file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

describe('the code in the documents', () => {
  it('compiles as it stands', () => {
    expect(documents.length).toBeGreaterThan(10);
    expect(documents.flatMap(modulesOf).length).toBeGreaterThan(12);
    expect(problems(documents)).toEqual([]);
  }, 180_000);

  it('leaves no block without a fence of its own', () => {
    const unclosed = documents.filter(({ text }) => (text.match(/^```/gm)?.length ?? 0) % 2 === 1);
    expect(unclosed.map(({ path }) => path)).toEqual([]);
  });

  it('is found wanting where it is wrong, by the line', () => {
    const block = (remark: string, ...code: string[]): string =>
      [remark, '', '```ts', ...code, '```', ''].join('\n');
    const text = [
      '# Title',
      block('', "import { warp } from '@tfjs-stn/core';", 'export const both = [warp, picture];'),
      block('', 'const size: number = "28";'),
      block('<!-- snippet: continues -->', 'export const half = size / 2, third = sise / 3;'),
      block('<!-- snippet: given image: Tensor4D -->', 'image.nonsense();'),
      block('', "import { nothing } from '@tfjs-stn/core';", "import '@tfjs-stn/no-such-package';"),
    ].join('\n');
    expect(problems([{ path: 'docs/example.md', text }])).toEqual([
      "docs/example.md:6 Cannot find name 'picture'.",
      "docs/example.md:12 Type 'string' is not assignable to type 'number'.",
      "docs/example.md:18 Cannot find name 'sise'.",
      "docs/example.md:24 Property 'nonsense' does not exist on type 'Tensor4D'.",
      "docs/example.md:30 Module '\"@tfjs-stn/core\"' has no exported member 'nothing'.",
      "docs/example.md:31 Cannot find module or type declarations for side-effect import of '@tfjs-stn/no-such-package'.",
    ]);
  }, 180_000);

  it('names files that are there', () => {
    const named = documents.flatMap(modulesOf).filter(({ path }) => !path.includes('snippet-'));
    expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
  });
});
