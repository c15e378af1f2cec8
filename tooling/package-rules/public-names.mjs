import { join } from 'node:path';
import ts from 'typescript';

import { root } from '../setup/workspace.mjs';
import { packagesIn } from './repository.mjs';

/** @returns {{ entryPoint: string, file: string }[]} `@tfjs-stn/core` and its source, and so on */
export function entrySources() {
  return packagesIn('packages').flatMap(({ folder, manifest: { name, exports = {} } }) =>
    Object.entries(exports).flatMap(([entry, target]) => {
      const source = typeof target === 'string' ? undefined : target['@tfjs-stn/source'];
      return source === undefined
        ? []
        : [{ entryPoint: `${name}${entry.slice(1)}`, file: join(root, folder, source) }];
    }),
  );
}

/**
 * What a user can import and hold at run time, read from the sources.
 *
 * @returns {Record<string, string[]>} sorted names of exported values by entry point
 */
export function publicNames() {
  const sources = entrySources();
  const program = ts.createProgram({
    rootNames: sources.map(({ file }) => file),
    options: options(),
  });
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    sources.map(({ entryPoint, file }) => {
      const source = program.getSourceFile(file);
      const symbol = source && checker.getSymbolAtLocation(source);
      const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
      const values = exported.filter((one) => isValue(one, checker));
      return [entryPoint, values.map(({ name }) => name).sort()];
    }),
  );
}

function options() {
  const file = join(root, 'tooling', 'tsconfig', 'base.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  return ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options;
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
function isValue(symbol, checker) {
  if (symbol.declarations?.some(ts.isTypeOnlyExportDeclaration)) return false;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return (target.flags & ts.SymbolFlags.Value) !== 0;
}
