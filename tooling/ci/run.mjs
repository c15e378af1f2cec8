import '../setup/check-node.mjs';

import { runStep } from './run-step.mjs';
import { steps } from './steps.mjs';

const required = (process.env['TFJS_STN_REQUIRE_BACKENDS'] ?? '').split(',').filter(Boolean);

/** @type {import('./run-step.mjs').Outcome[]} */
const outcomes = [];
// One after the other, the rest too after a failure.
for (const step of steps) outcomes.push(await runStep(step));

const ran = [...new Set(outcomes.flatMap(({ backends }) => backends))];
const missing = required.filter((name) => !ran.includes(name));

console.log('\n=== summary');
for (const { title, seconds, counts } of outcomes) {
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok';
  console.log(`${verdict.padEnd(7)} ${title} (${seconds.toFixed(1)} s)`);
}
console.log(`backends: ${ran.join(', ') || 'none'}`);
if (missing.length > 0) console.log(`FAILED  no test ran on ${missing.join(', ')}`);

const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
  outcomes.reduce((sum, { counts }) => sum + counts[key], 0);
const failed = total('failed') + missing.length;
console.log(`${total('passed')} passed, ${failed} failed, ${total('skipped')} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
