import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';

import { command, modelsOf } from './command.js';
import type { Options } from './options.js';

/** What the command line asks for: a run, or a text such as the help. */
export type Request =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Reads the command line.
 *
 * @param columns how wide the help may be
 * @throws UserError for a flag or value that isn't allowed
 */
export function parseOptions(args: readonly string[], columns: number): Request {
  const program = command();
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return { kind: 'text', text };
  const { model, ...rest } = program.opts<Options & { readonly model: string }>();
  return { kind: 'run', options: { ...rest, models: modelsOf(model) } };
}
