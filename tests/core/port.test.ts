import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../subgraphs/core/port.js';

const says = { host: '--host', port: '--port ' };

describe('a port to listen on', () => {
  test('that is taken is refused in one sentence that names another, in the words of who asks', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(freePort({ host: '127.0.0.1', port, says })).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken[^\\n]* --port \\d+\\.$`),
    );
  });

  test('on an address that is not of this machine is refused with the name of the setting', async () => {
    await expect(freePort({ host: '192.0.2.1', port: 0, says })).rejects.toThrow(/^192\.0\.2\.1 [^\n]*set --host /);
  });

  test('that is free is free afterwards too', async () => {
    await freePort({ host: '127.0.0.1', port: 0, says });
  });
});
