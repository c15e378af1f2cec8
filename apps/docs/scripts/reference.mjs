import { join, relative } from 'node:path';

import { Application, ReferenceReflection, ReflectionKind } from 'typedoc';
import { load as markdownPlugin } from 'typedoc-plugin-markdown';

import { app, packages, repositoryFiles, root } from './repository.mjs';

/**
 * @typedef {object} Export something that a package exports
 * @property {string} name
 * @property {string} kind
 * @property {string} page below reference/, without extension
 * @property {string} summary the first sentence of its docstring, in Markdown
 *
 * @typedef {object} ModuleExports
 * @property {string} path of the entry point below reference/: `core`, `core/fields`
 * @property {string} name of the entry point: `@tfjs-stn/core/fields`
 * @property {readonly Export[]} exports
 */

/** Folders of pages by kind; the order is that of the lists. */
const kinds = new Map([
  [ReflectionKind.Function, 'functions'],
  [ReflectionKind.Variable, 'variables'],
  [ReflectionKind.Class, 'classes'],
  [ReflectionKind.Interface, 'interfaces'],
  [ReflectionKind.TypeAlias, 'type-aliases'],
]);

/**
 * Writes a page for every export of every package, from its docstring.
 *
 * @param {string} folder of the pages
 * @returns {Promise<ModuleExports[]>} what has a page
 * @throws Error if TypeDoc can't read the sources
 */
export async function writeReference(folder) {
  const entryPoints = packages().flatMap((each) => each.entryPoints);
  const typedoc = await Application.bootstrapWithPlugins({
    entryPoints: entryPoints.map(({ source }) => source),
    tsconfig: join(app, 'tsconfig.reference.json'),
    displayBasePath: root,
    plugin: [markdownPlugin],
    router: 'member',
    readme: 'none',
    // `npm run typecheck` checks them.
    skipErrorChecking: true,
    excludeInternal: true,
    disableGit: true,
    sourceLinkTemplate: `${repositoryFiles}/{path}#L{line}`,
    logLevel: 'Error',
    ...markdownOptions,
  });
  const project = await typedoc.convert();
  if (!project?.children) throw new Error('writeReference: TypeDoc cannot read the sources');
  for (const module of project.children) {
    const isModule = (/** @type {string} */ source) =>
      relative(root, source).replace(/(\/index)?\.ts$/, '') === module.name;
    module.name = entryPoints.find(({ source }) => isModule(source))?.path ?? module.name;
  }
  const modules = entryPoints.map(({ path, name }) => {
    const module = project.children?.find((each) => each.name === path);
    if (!module) throw new Error(`writeReference: ${name} must have exports, got none`);
    return { path, name, exports: exportsOf(module) };
  });
  await typedoc.outputs.writeOutput({ name: 'markdown', path: folder }, project);
  return modules;
}

const markdownOptions = {
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  tableColumnSettings: { hideModifiers: true, hideSources: true },
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  pageTitleTemplates: { member: '{name}' },
};

/** @param {import('typedoc').DeclarationReflection} module */
function exportsOf(module) {
  const exports = (module.children ?? []).flatMap((child) => {
    // What is exported from elsewhere has its page there.
    const target = child instanceof ReferenceReflection ? child.getTargetReflectionDeep() : child;
    const each = /** @type {import('typedoc').DeclarationReflection} */ (target);
    const kind = kinds.get(each.kind);
    return kind === undefined
      ? []
      : [
          {
            name: child.name,
            kind,
            page: `${each.parent?.name}/${kind}/${each.name}`,
            summary: summary(each),
          },
        ];
  });
  const order = [...kinds.values()];
  return exports.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** @param {import('typedoc').DeclarationReflection} reflection */
function summary({ comment, signatures }) {
  const text = (comment ?? signatures?.[0]?.comment)?.summary ?? [];
  const [paragraph = ''] = text
    .map((part) => part.text)
    .join('')
    .split('\n\n');
  return paragraph.replaceAll('\n', ' ');
}
