import { defineConfig } from 'vite';

// One file for Node with everything in it, TensorFlow.js included.
export default defineConfig({
  build: { ssr: 'src/main.ts', outDir: 'bundle', minify: true },
  ssr: { noExternal: true },
});
