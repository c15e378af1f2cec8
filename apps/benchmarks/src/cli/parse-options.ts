import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';

import { command } from './command.js';
import type { Options } from './options.js';

/** What the command line asks for: something to do, or a text such as the help. */
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
  const options = program.opts<Options>();
  if (!options.page && program.getOptionValueSource('port') === 'cli') {
    throw new UserError('--port is that of the page. Give it with --page');
  }
  return { kind: 'run', options };
}
