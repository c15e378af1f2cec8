import type { TfjsHost } from '../hosts/tfjs-host.js';
import { threadsName } from '../hosts/thread-counts.js';
import type { Identity } from './contestant.js';

/** How a contestant on a backend is called. */
export function identityOn(
  { name, threads, namesThreads = false }: TfjsHost,
  what: string,
  role: Identity['role'],
): Identity {
  const suffix = namesThreads && threads !== undefined ? `, ${threadsName(threads)}` : '';
  return {
    name: `${what} on ${name}${suffix}`,
    role,
    backend: name,
    ...(threads !== undefined && { threads }),
  };
}
