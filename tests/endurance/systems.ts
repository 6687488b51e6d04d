import { mkdir, rename } from 'node:fs/promises';
import type { DepartmentName } from '../../schema/subgraphs.js';
import type { Catalogue } from '../../subgraphs/core/catalogue.js';
import type { Sandbox } from '../../subgraphs/core/department.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { departmentNamed } from '../../subgraphs/departments.js';
import { type Fault, faultProxy, httpReply, through } from '../support/fault-proxy.js';
import { tempFolder } from '../support/temp.js';
import { type MovingOwner, MovingSource } from './moving-source.js';
import type { Cell } from './published.js';

/** A department's system with ways to break it. */
export interface System {
  readonly owner: DepartmentName;
  readonly variables: Readonly<Record<string, string>>;
  /** Its ways to be broken, by name. Each is begun on a system that is whole. */
  readonly faults: Readonly<Record<string, (below: (most: number) => number) => Promise<void> | void>>;
  /** Whose figures can be revised; null: they stay as they are. */
  readonly moving: MovingSource | null;
  mend(): Promise<void>;
  close(): Promise<void>;
}

const HTTP_FAULTS: Readonly<Record<string, Fault>> = {
  down: 'down',
  hangs: 'hangs',
  fails: httpReply('500 Internal Server Error', 'application/json', '{}'),
  rubbish: httpReply('200 OK', 'application/json', '{"rows": "none", "items": 7'),
};
const SQL_FAULTS: Readonly<Record<string, Fault>> = { down: 'down', hangs: 'hangs', rubbish: { reply: 'rubbish\n' } };
const SLOWEST_MS = 400;

/** Starts a department's sandbox behind what breaks it. `spoilable` are figures that can come out wrong. */
export async function startSystem(
  owner: DepartmentName,
  catalogue: Catalogue,
  spoilable: () => readonly Cell[],
): Promise<System> {
  const department = departmentNamed(owner);
  if (!department) throw new Error(`There is no department ${owner}.`);
  const folder = await tempFolder(`soak-${owner}`);
  const sandbox = await department.startSandbox({
    port: 0,
    dataDir: folder.path,
    catalogue,
    log: makeLogger('silent'),
    // What the sandbox grants is not what is tested.
    ...(owner === 'social-insurance' && { budget: Number.POSITIVE_INFINITY }),
  });
  const close = () => sandbox.close().then(folder.remove);
  if (owner === 'labour') return folderSystem(sandbox, close);
  const url = Object.entries(sandbox.variables).find(([name]) => name.endsWith('_URL'))?.[1] ?? '';
  if (owner === 'education') return proxied(owner, sandbox, Number(new URL(url).port), SQL_FAULTS, close);
  const moving = await MovingSource.before(owner as MovingOwner, url, catalogue);
  const system = await proxied(owner, sandbox, moving.port, HTTP_FAULTS, () => moving.close().then(close));
  return {
    ...system,
    moving,
    faults: {
      ...system.faults,
      slow: (below) => {
        moving.slowMs = below(SLOWEST_MS);
      },
      wrong: (below) => {
        const cells = spoilable();
        moving.spoil(Array.from({ length: 1 + below(3) }, () => cells[below(cells.length)] as Cell));
      },
    },
    mend: async () => {
      moving.slowMs = 0;
      moving.spoil([]);
      await system.mend();
    },
  };
}

async function proxied(
  owner: DepartmentName,
  { variables }: Sandbox,
  port: number,
  faults: Readonly<Record<string, Fault>>,
  close: () => Promise<void>,
): Promise<System> {
  const proxy = await faultProxy(port);
  const isAddress = (text: string) => URL.canParse(text) && new URL(text).port !== '';
  return {
    owner,
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, text]) => [name, isAddress(text) ? through(proxy, text) : text]),
    ),
    faults: Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, () => proxy.set(fault)])),
    moving: null,
    mend: () => proxy.set('none'),
    close: () => proxy.close().then(close),
  };
}

/** A folder breaks otherwise than a server: its share is gone, or an empty one is mounted in its place. */
async function folderSystem({ variables }: Sandbox, close: () => Promise<void>): Promise<System> {
  const folder = variables.LABOUR_FOLDER ?? '';
  const [whole, empty] = [`${folder}-whole`, `${folder}-empty`];
  await mkdir(empty, { recursive: true });
  let broken: 'down' | 'empty' | null = null;
  const breakAs = (fault: 'down' | 'empty') => async () => {
    await rename(folder, whole);
    if (fault === 'empty') await rename(empty, folder);
    broken = fault;
  };
  return {
    owner: 'labour',
    variables,
    faults: { down: breakAs('down'), empty: breakAs('empty') },
    moving: null,
    mend: async () => {
      if (broken === 'empty') await rename(folder, empty);
      if (broken !== null) await rename(whole, folder);
      broken = null;
    },
    close,
  };
}
