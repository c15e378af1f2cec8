import { CommanderError } from 'commander';

import { UserError } from './user-error.mjs';

/**
 * Has commander read a command line, without printing or ending the process.
 *
 * @param {import('commander').Command} program changed: it has the options afterwards
 * @param {readonly string[]} args the command line without node and script
 * @param {number} columns how wide the help may be
 * @returns {string | undefined} a text that was asked for, such as the help, instead of a run
 * @throws UserError of one line for a flag or value that isn't allowed
 */
export function parseCommand(program, args, columns) {
  let text = '';
  program.exitOverride().configureOutput({
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
