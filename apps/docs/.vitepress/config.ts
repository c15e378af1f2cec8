import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { transformerTwoslash } from '@shikijs/vitepress-twoslash';
import { defineConfig, type DefaultTheme } from 'vitepress';

import { basePlaceholder } from '../scripts/relative-base.mjs';
import { pages } from '../scripts/assemble.mjs';
import type { ModuleExports } from '../scripts/reference.mjs';
import { app } from '../scripts/repository.mjs';

const modules = JSON.parse(
  readFileSync(join(app, 'out', 'reference.json'), 'utf8'),
) as ModuleExports[];

const link = (text: string, path: string): DefaultTheme.SidebarItem => ({ text, link: path });

const guide: DefaultTheme.SidebarItem[] = [
  {
    text: 'Introduction',
    items: [
      link('Get started', '/get-started'),
      link('Conventions', '/conventions'),
      link('Choose a backend', '/backends'),
      link('Gallery', '/gallery'),
    ],
  },
  {
    text: 'Examples',
    items: [
      link('Transforms', '/examples/transforms'),
      link('Samplers', '/examples/samplers'),
      link('Padding', '/examples/padding'),
      link('Fields and matrices', '/examples/fields'),
    ],
  },
  {
    text: 'Tutorials',
    items: [
      link('Train on turned digits', '/guides/train-digits'),
      link('Flatten a document', '/guides/flatten-document'),
      link('Register two images', '/guides/register-images'),
      link('Align faces', '/guides/align-faces'),
      link('Several transformers', '/guides/several-transformers'),
      link('Write a transform', '/guides/custom-transform'),
      link('Write a sampler', '/guides/custom-sampler'),
      link('Points, images and losses', '/guides/helpers'),
    ],
  },
  {
    text: 'Elsewhere',
    items: [
      link('Coming from PyTorch', '/guides/from-pytorch'),
      link('Serve with ONNX Runtime', '/guides/onnx-runtime'),
      link('In Node.js, on every core', '/guides/node'),
      link('On the GPU', '/backends#on-the-gpu'),
      link('In a browser, on every core', '/guides/browser-threads'),
      link('Beyond one machine', '/guides/beyond-one-machine'),
    ],
  },
  {
    text: 'Background',
    items: [
      link('Performance', '/performance'),
      link('Performance in Node.js', '/node-backend'),
      link('The paper’s table 1', '/paper/'),
      link('Changelog', '/changelog'),
      link('Contributing', '/contributing'),
    ],
  },
];

/** The exports of one package; all packages below it. */
function packageSidebar(folder: string): DefaultTheme.SidebarItem[] {
  const own = modules.filter(({ path }) => path.split('/')[0] === folder);
  return [
    ...own.map(({ name, exports }) => ({
      text: name,
      link: `/reference/${folder}/`,
      items: exports.map(({ name, page }) => link(name, `/reference/${page}`)),
    })),
    ...packageList,
  ];
}

const folders = [...new Set(modules.map(({ path }) => path.split('/')[0] ?? ''))];
const packageList: DefaultTheme.SidebarItem[] = [
  { text: 'All packages', items: folders.map((each) => link(each, `/reference/${each}/`)) },
];

export default defineConfig({
  title: 'tfjs-stn',
  description: 'Modular Spatial Transformer Networks for TensorFlow.js',
  lang: 'en',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${basePlaceholder}icon.svg` }]],
  base: basePlaceholder,
  srcDir: pages,
  outDir: join(app, 'dist'),
  // Else every page holds the names of all others.
  metaChunk: true,
  cacheDir: join(app, 'out', 'cache'),
  // Files that are no pages; a test follows every link of the built site.
  ignoreDeadLinks: [/^\/demo\//, /\.(sh|yaml|txt)$/],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    codeTransformers: [transformerTwoslash()],
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'stn-example' } } },
  vite: {
    configFile: false,
    logLevel: 'error',
    build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/get-started' },
      { text: 'Examples', link: '/examples/transforms' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Demo', link: '/demo/index.html', target: '_self' },
    ],
    sidebar: {
      ...Object.fromEntries(folders.map((each) => [`/reference/${each}/`, packageSidebar(each)])),
      '/reference/': packageList,
      '/': guide,
    },
  },
});
