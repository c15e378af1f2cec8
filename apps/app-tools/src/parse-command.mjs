import { CommanderError } from 'commander';

import { UserError } from './user-error.mjs';

/**
 * Parses a command line with commander, without printing or ending the process.
 *
 * @param {import('commander').Command} program holds the options afterwards
 * @param {readonly string[]} args the command line without node and script
 * @param {number} columns width of the help
 * @returns {string | undefined} a requested text such as the help, or undefined for a run
 * @throws UserError of one line for an unknown flag or an invalid value
 */
export function parseCommand(program, args, columns) {
  let text = '';
  // Below this width commander would not wrap descriptions at all.
  program
    .configureHelp({ minWidthToWrap: 20 })
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
    if (error.exitCode === 0) return text;
    throw new UserError(`${oneLine(error.message)} See --help`);
  }
  return undefined;
}

/**
 * Commander says `error: unknown option '--epoch'`, a line break and `(Did you mean --epochs?)`.
 *
 * @param {string} message
 */
function oneLine(message) {
  const line = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const sentence = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.)]$/.test(sentence) ? sentence : `${sentence}.`;
}
