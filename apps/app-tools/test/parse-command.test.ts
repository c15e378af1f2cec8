import { Command, Option } from 'commander';
import { expect, test } from 'vitest';

import { parseCommand } from '../src/parse-command.mjs';

function program(): Command {
  return new Command('tool')
    .description('Makes a thing, and if there is time enough also another one, which is alike.')
    .addOption(new Option('--size <name>', 'of the thing').choices(['small', 'large']));
}

test('parseCommand sets the options of the program', () => {
  const tool = program();
  expect(parseCommand(tool, ['--size', 'large'], 80)).toBeUndefined();
  expect(tool.opts()).toEqual({ size: 'large' });
});

test('parseCommand returns the help with the given width', () => {
  const narrow = parseCommand(program(), ['--help'], 50) ?? '';
  expect(narrow).toMatch(/^Usage: tool \[options\]\n\nMakes a thing, /);
  const wide = parseCommand(program(), ['--help'], 100) ?? '';
  expect(wide.split('\n').length).toBeLessThan(narrow.split('\n').length);
});

test.each([
  [['--sise', 'x'], "Unknown option '--sise' (Did you mean --size?) See --help"],
  [['--size'], "Option '--size <name>' argument missing. See --help"],
  [['thing'], 'Too many arguments. Expected 0 arguments but got 1. See --help'],
  [
    ['--size', 'huge'],
    "Option '--size <name>' argument 'huge' is invalid. Allowed choices are small, large. See --help",
  ],
])('parseCommand refuses %j in one line', (args, message) => {
  expect(() => parseCommand(program(), args, 80)).toThrow(
    expect.objectContaining({ name: 'UserError', message }),
  );
});

test('parseCommand passes other errors on', () => {
  const defect = new TypeError('broken');
  const tool = new Command('tool').option('--size <name>', 'of the thing', () => {
    throw defect;
  });
  expect(() => parseCommand(tool, ['--size', 'x'], 80)).toThrow(defect);
});
