import { describe, expect, it, vi } from 'vitest';

import { serveFolder } from '../src/serve-folder.mjs';
import { parsePort, serveUntilStopped, startOnPort } from '../src/serve-until-stopped.mjs';
import { UserError } from '../src/user-error.mjs';

describe('a server until Ctrl-C', () => {
  it.each(['x', '', '-1', '1.5', '70000'])('refuses the port %j', (text) => {
    expect(() => parsePort(text)).toThrow(UserError);
    expect(() => parsePort(text)).toThrow(`--port must be a number from 0 to 65535, got ${text}`);
  });

  it('takes any other', () => {
    expect(['0', '8080', '65535'].map(parsePort)).toEqual([0, 8080, 65_535]);
  });

  it('says that a port is taken', async () => {
    const server = await serveFolder('.');
    const second = startOnPort(server.port, (port) => serveFolder('.', { port }));
    await expect(second).rejects.toThrow(
      new UserError(`port ${server.port} is taken. Choose another with --port, or 0 for any`),
    );
    await server.close();
  });

  it.each([
    ['EACCES', 'port 80 is reserved for the system. Choose'],
    ['EMFILE', 'port 80 cannot be used (EMFILE). Choose'],
  ])('says what %s means', async (code, text) => {
    const fail = (): Promise<never> => Promise.reject(Object.assign(new Error('listen'), { code }));
    await expect(startOnPort(80, fail)).rejects.toThrow(text);
  });

  it('prints the address and closes on a signal', () => {
    const printed = vi.spyOn(console, 'log').mockReturnValue();
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const address = 'http://localhost:1/';
    serveUntilStopped('The page', { port: 1, address, close });
    expect(printed).toHaveBeenCalledWith(`The page is at ${address} (Ctrl-C stops)`);
    printed.mockRestore();
    process.emit('SIGHUP');
    expect(close).toHaveBeenCalledOnce();
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  });
});
