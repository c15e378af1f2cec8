import { fileURLToPath } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { Absent } from '../contestants/absent.js';
import { jsonLinesProcess, type JsonLinesProcess } from './json-lines-process.js';

/** A Python that has torch, waiting for questions. */
export interface TorchProcess extends JsonLinesProcess {
  /** Versions of Python and torch. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The Python of a run, looked for when it is first asked for. */
export interface FoundPython {
  /**
   * @throws UserError if one was named and it has no torch
   * @throws Absent if none was named and there is none
   */
  process(): Promise<TorchProcess>;
  close(): Promise<void>;
}

const worker = fileURLToPath(new URL('../../python/torch_worker.py', import.meta.url));

/**
 * Looks for the Python that is named, or for the first of those on the path that has torch.
 *
 * @param program what it runs, to be asked line by line
 */
export function findPython(named?: string, program: string = worker): FoundPython {
  let finding: Promise<TorchProcess> | undefined;
  return {
    process: () => (finding ??= start(named, program)),
    async close() {
      const found = await finding?.catch(() => undefined);
      found?.close();
    },
  };
}

async function start(named: string | undefined, program: string): Promise<TorchProcess> {
  const reasons: string[] = [];
  for (const file of named === undefined ? ['python3', 'python'] : [named]) {
    const process = jsonLinesProcess(file, [program]);
    try {
      const { torch, python } = await process.ask({ do: 'hello' });
      return { ...process, versions: { python: String(python), torch: String(torch) } };
    } catch (error) {
      process.close();
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  const why = reasons.join('; ');
  if (named === undefined) throw new Absent(`no Python with torch: ${why}. Name one with --python`);
  throw new UserError(`--python ${named} must be a Python with torch, got: ${why}`);
}
