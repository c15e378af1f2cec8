import { defineConfig, type UserConfig } from 'vite';

import { hostFilesPlugin, serviceWorkerPlugin } from './scripts/build-plugins.mjs';
import { contentSecurityPolicy } from './scripts/security-headers.mjs';

/** TFJS_STN_SOURCE=1 bundles the sources of this repository's packages instead of their builds. */
const conditions = [
  ...(process.env['TFJS_STN_SOURCE'] === '1' ? ['@tfjs-stn/source'] : []),
  'module',
  'browser',
  'development|production',
];

const config: UserConfig = defineConfig({
  // Relative, so that the page works at any path of any server.
  base: './',
  resolve: { conditions },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  plugins: [
    serviceWorkerPlugin(),
    hostFilesPlugin(),
    {
      name: 'content-security-policy',
      apply: 'build',
      transformIndexHtml: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
          injectTo: 'head-prepend',
        },
      ],
    },
  ],
});

export default config;
