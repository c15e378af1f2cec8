import { CommanderError } from 'commander';

import { UserError } from '../user-error.js';
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
  let text = '';
  const program = command()
    .exitOverride()
    .configureOutput({
      writeOut: (help) => (text += help),
      writeErr: () => undefined,
      getOutHelpWidth: () => columns,
    });
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    throw new UserError(`${oneLine(error.message)} See --help`);
  }
  const options = program.opts<Options>();
  if (!options.page && program.getOptionValueSource('port') === 'cli') {
    throw new UserError('--port is that of the page. Give it with --page');
  }
  return { kind: 'run', options };
}

/** Commander says `error: unknown option '--ops'`, a line break and `(Did you mean --op?)`. */
function oneLine(message: string): string {
  const line = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const sentence = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.)]$/.test(sentence) ? sentence : `${sentence}.`;
}
