import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Ajv2020 } from 'ajv/dist/2020.js';

import type { BenchmarkResults } from './results.js';

/** The published schema of results. */
const schemaFile: string = fileURLToPath(
  new URL('../../schema/results.schema.json', import.meta.url),
);

let validate: ReturnType<Ajv2020['compile']> | undefined;

/** Whether something is results as the schema has them. */
export function isResults(value: unknown): value is BenchmarkResults {
  return resultsProblem(value) === undefined;
}

/** The first thing that is wrong with results, or undefined. */
export function resultsProblem(value: unknown): string | undefined {
  if (validate === undefined) {
    const schema: Record<string, unknown> = JSON.parse(readFileSync(schemaFile, 'utf8'));
    validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
  }
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || 'the file'} ${error?.message ?? 'is wrong'}`;
}
