import { join } from 'node:path';
import webpack from 'webpack';

webpack(
  {
    mode: 'production',
    entry: './dist/main.js',
    output: { path: join(process.cwd(), 'bundle'), filename: 'main.js', module: true },
    experiments: { outputModule: true },
    // Takes most of the time, and says nothing about our packages.
    optimization: { minimize: false },
    // Its chunks are as large as TensorFlow.js.
    performance: { hints: false },
  },
  (error, stats) => {
    const failed = error ?? (stats?.hasErrors() || stats?.hasWarnings());
    if (failed) console.error(error ?? stats?.toString('errors-warnings'));
    process.exitCode = failed ? 1 : 0;
  },
);
