import { Absent } from '../contestants/absent.js';
import { jsonLinesProcess, type JsonLinesProcess } from './json-lines-process.js';
import { fileURLToPath } from 'node:url';

/** A Python that has torch, waiting for questions. */
export interface TorchProcess extends JsonLinesProcess {
  readonly version: string;
}

const worker = fileURLToPath(new URL('../../python/torch_worker.py', import.meta.url));

/**
 * Starts the Python that is named, or the first of those on the path that has torch.
 *
 * @throws Absent where there is none
 */
export async function findPython(named?: string): Promise<TorchProcess> {
  const reasons: string[] = [];
  for (const file of named === undefined ? ['python3', 'python'] : [named]) {
    const process = jsonLinesProcess(file, ['-u', worker]);
    try {
      const { torch } = await process.ask({ do: 'hello' });
      return { ...process, version: String(torch) };
    } catch (error) {
      process.close();
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Absent(`no Python with torch: ${reasons.join('; ')}. Name one with --python`);
}
