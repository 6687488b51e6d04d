import { rename } from 'node:fs/promises';
import { OWNERS, type OwnerName } from '../../schema/subgraphs.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { departmentNamed } from '../../subgraphs/departments.js';
import { sampleVariable } from '../../subgraphs/variables.js';
import { faultProxy, through } from '../support/fault-proxy.js';

/** How systems are out of order: nobody listens any more, or they take every question and never answer. */
export type Outage = 'refusing' | 'silent';

/** The systems of all owners, in miniature, each with what it takes to break it. */
export interface Systems {
  /** What is set so that the graph uses them. */
  readonly variables: Readonly<Record<string, string>>;
  /** All are out of order for good; folders are gone in both cases. */
  break(outage: Outage): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandboxes of all owners, behind proxies where they have a port. */
export async function startSystems(dataDir: string, catalogue: Catalogue): Promise<Systems> {
  const systems = await Promise.all(OWNERS.map((owner) => startSystem(owner, `${dataDir}/${owner}`, catalogue)));
  const each = async (work: (system: Systems) => Promise<void>) => {
    await Promise.all(systems.map(work));
  };
  return {
    variables: Object.assign({}, ...systems.map(({ variables }) => variables)),
    break: (outage) => each((system) => system.break(outage)),
    close: () => each((system) => system.close()),
  };
}

async function startSystem(owner: OwnerName, dataDir: string, catalogue: Catalogue): Promise<Systems> {
  const department = departmentNamed(owner);
  if (!department) throw new Error(`There is no department ${owner}.`);
  const sandbox = await department.startSandbox({ port: 0, dataDir, catalogue, log: makeLogger('error') });
  const given = { ...sandbox.variables, [sampleVariable(owner)]: 'true' };
  const address = Object.entries(given).find(([name]) => name.endsWith('_URL') && !name.includes('TOKEN'))?.[1];
  if (!address) {
    const folder = Object.values(sandbox.variables)[0] ?? '';
    return {
      variables: given,
      break: () => rename(folder, `${folder}-aside`),
      close: () => sandbox.close(),
    };
  }
  const { port } = new URL(address);
  const proxy = await faultProxy(Number(port));
  return {
    variables: Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.includes(`:${port}`) ? through(proxy, value) : value]),
    ),
    break: (outage) => proxy.set(outage === 'refusing' ? 'down' : 'hangs'),
    close: () => proxy.close().then(() => sandbox.close()),
  };
}
