import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server of this machine, started for tests on a port of its own. */
export interface QueueServer {
  /** The address of an empty database. */
  fresh(): Promise<string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A kind of server, and how to start one; undefined if it is not installed. */
export interface QueueServerKind {
  readonly name: string;
  readonly start: (() => Promise<QueueServer>) | undefined;
}

const run = promisify(execFile);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startRedis(): Promise<QueueServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'tfjs-stn-redis-'))];
  const args = ['--port', port, '--dir', folder, '--save', '', '--appendonly', 'yes'].map(String);
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of server.stdout ?? []) {
      if (String(chunk).includes('Ready to accept connections')) break;
    }
  };
  const halt = async (): Promise<void> => {
    server.kill();
    if (server.exitCode === null) await once(server, 'exit');
  };
  await start();
  let databases = 0;
  return {
    fresh: () => Promise.resolve(`redis://127.0.0.1:${port}/${databases++}`),
    restart: () => halt().then(start),
    stop: () => halt().then(() => rm(folder, { recursive: true })),
  };
}

/** The folder of PostgreSQL's programs, where Debian or the path has them. */
function postgresFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  return [...folders, (stdout ?? '').trim()].find((one) => existsSync(join(one, 'initdb')));
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
const isRoot = process.getuid?.() === 0;
const number = (flag: string): number =>
  Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);

async function startPostgres(programs: string): Promise<QueueServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'tfjs-stn-postgres-'))];
  if (isRoot) chownSync(folder, number('-u'), number('-g'));
  const data = join(folder, 'data');
  const program = (name: string, ...args: readonly string[]): Promise<unknown> => {
    const command = [join(programs, name), ...args];
    const asUser = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    return run(asUser[0] as string, asUser.slice(1), { cwd: folder });
  };
  const server = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  const start = (): Promise<unknown> =>
    program('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-o', server, '-w', 'start');
  const halt = (): Promise<unknown> => program('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop');
  await program('initdb', '-D', data, '-U', 'stn', '-A', 'trust', '--no-sync');
  await start();
  let databases = 0;
  return {
    fresh: async () => {
      const name = `paper${databases++}`;
      await program('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'stn', name);
      return `postgres://stn@127.0.0.1:${port}/${name}`;
    },
    restart: () => halt().then(() => start().then(() => undefined)),
    stop: () => halt().then(() => rm(folder, { recursive: true })),
  };
}

const postgres = postgresFolder();
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** The servers that a queue can be on. */
export const queueServers: readonly QueueServerKind[] = [
  { name: 'Redis', start: hasRedis ? startRedis : undefined },
  { name: 'PostgreSQL', start: postgres === undefined ? undefined : () => startPostgres(postgres) },
];
