import { defineConfig } from 'vite';

// The page of index.html, whose modules await at the top level.
export default defineConfig({ build: { outDir: 'page', target: 'esnext' } });
