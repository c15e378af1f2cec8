// The whole program of a worker. It imports no package by name: a page without a bundler has no import
// map for its workers.
import { threadMain, type ThreadSettings } from './thread-main.js';

addEventListener(
  'message',
  ({ data }: MessageEvent<ThreadSettings>) => {
    // Browsers tell neither a worker's end nor its number.
    threadMain(data, { onExit() {}, systemId: () => 0 });
    close();
  },
  { once: true },
);
