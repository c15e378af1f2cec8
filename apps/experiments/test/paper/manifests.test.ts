import { readFile } from 'node:fs/promises';

import { Job } from 'kubernetes-models/batch/v1/Job';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { allCells, cellId } from '../../src/paper/cell.js';
import { parsePaperOptions } from '../../src/paper/parse-paper-options.js';

const read = (name: string): Promise<string> =>
  readFile(new URL(`../../../../docs/paper/${name}`, import.meta.url), 'utf8');

type JobManifest = ConstructorParameters<typeof Job>[0];

/** The cells that one task trains. */
function cellsOf(args: readonly string[], environment: Record<string, string>): string[] {
  const options = parsePaperOptions(args, 100, environment);
  return 'text' in options ? [] : options.cells.map(cellId);
}

const all = allCells([1, 2, 3]).map(cellId).toSorted();

test('the Kubernetes manifest is a valid Job whose pods train every cell once', async () => {
  const manifest = parse(await read('kubernetes.yaml')) as NonNullable<JobManifest>;
  expect(() => new Job(manifest).validate()).not.toThrow();
  const wrong = { ...manifest, spec: { ...manifest.spec, completions: 'many' } };
  expect(() => new Job(wrong as never).validate()).toThrow('completions');

  const { spec } = manifest;
  expect(spec).toMatchObject({ completionMode: 'Indexed', completions: 12 });
  const args = spec?.template.spec?.containers[0]?.args ?? [];
  const parts = Array.from({ length: 12 }, (_, index) =>
    cellsOf(args, { JOB_COMPLETION_INDEX: String(index) }),
  );
  expect(parts.flat().toSorted()).toEqual(all);
});

test('the tasks of the Slurm array train every cell once', async () => {
  const script = await read('slurm.sh');
  const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(script) ?? [];
  const [from, to] = [Number(first), Number(last)];
  const [, command = ''] = /main\.js \\\n(.+)$/m.exec(script) ?? [];
  const parts = Array.from({ length: to - from + 1 }, (_, index) => {
    const environment = {
      SLURM_ARRAY_TASK_ID: String(from + index),
      SLURM_ARRAY_TASK_MIN: String(from),
      SLURM_ARRAY_TASK_COUNT: String(to - from + 1),
      SLURM_CPUS_PER_TASK: '1',
    };
    const args = command
      .trim()
      .split(' ')
      .map((word) => word.replaceAll(/"?\$(\w+)"?/g, (_text, name: string) => variable(name)));
    return cellsOf(args, environment);

    function variable(name: string): string {
      return (environment as Record<string, string>)[name] ?? '';
    }
  });
  expect(parts.flat().toSorted()).toEqual(all);
});
