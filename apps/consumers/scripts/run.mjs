import { spawn } from 'node:child_process';

/**
 * Runs a command and waits for its end.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, input?: string }} options
 * @returns {Promise<{ code: number, output: string, errors: string }>} exit code, stdout and stderr
 */
export function run(file, args, { cwd, input = '' }) {
  // Windows starts npm.cmd and npx.cmd only through a shell.
  const shell = process.platform === 'win32' && file !== process.execPath;
  const child = spawn(file, args, { cwd, shell, env: outsideEnvironment() });
  const said = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (said.output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (said.errors += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, ...said }));
  });
}

/**
 * Runs a command that must succeed.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, input?: string }} options
 * @returns {Promise<string>} stdout
 */
export async function mustRun(file, args, options) {
  const { code, output, errors } = await run(file, args, options);
  if (code === 0) return output;
  throw new Error(`${file} ${args.join(' ')} failed with ${code}:\n${output}${errors}`);
}

/** This process's environment, without variables that npm and the test runner set. */
function outsideEnvironment() {
  const inner =
    /^(npm_(lifecycle_|package_|command$|config_local_prefix$)|INIT_CWD$|VITEST|NODE_(OPTIONS|ENV)$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inner.test(name)));
}
