import { driver, type Driver } from '../remote/driver.js';
import { pageContestants } from './page-contestants.js';
import { startView } from './view.js';

declare global {
  /** For programs that drive the page. */
  var tfjsStnBenchmark: Driver | undefined;
}

const query = new URLSearchParams(location.search);
const seed = Number(query.get('seed') ?? 1);
const threads = Number(query.get('threads') ?? Math.max(1, navigator.hardwareConcurrency));
const contestants = await pageContestants(threads, seed);
globalThis.tfjsStnBenchmark = driver(contestants);
await startView(contestants, seed);
