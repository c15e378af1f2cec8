import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** One test of a fixture: its state, and the first line of why it failed. */
export interface FixtureResult {
  readonly status: string;
  readonly message: string;
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * Runs `fixtures/<name>.fixture.ts` in a vitest of its own, since its tests fail and skip on
 * purpose.
 *
 * @returns each test by its full title
 */
export async function runFixture(
  name: string,
  environment: Record<string, string> = {},
): Promise<Record<string, FixtureResult>> {
  const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
  const vitest = join(dirname(manifest), 'vitest.mjs');
  const config = fileURLToPath(new URL('fixtures/vitest.config.ts', import.meta.url));
  const { TFJS_STN_REQUIRE_BACKENDS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [vitest, 'run', `${name}.fixture`, '--config', config, '--reporter=json'],
    { env: { ...env, ...environment }, maxBuffer: 2 ** 26 },
  ).catch((failed: { stdout: string }) => failed);
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotal'))) as Report;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.length === 0) throw new Error(report.testResults.map((one) => one.message).join());
  return Object.fromEntries(
    results.map(({ fullName, status, failureMessages: [failure = ''] }) => [
      fullName,
      { status, message: failure.split('\n', 1)[0] ?? '' },
    ]),
  );
}
