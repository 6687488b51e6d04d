import { relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeLogger } from '../../subgraphs/core/log.js';
import { labour } from '../../subgraphs/labour/index.js';
import { programme } from '../../subgraphs/programme/index.js';
import { tempFolder } from '../support/temp.js';
import { catalogue } from './data-desk.js';

test.each([
  { department: programme, name: 'PROGRAMME_FILES' },
  { department: labour, name: 'LABOUR_FOLDER' },
])('a folder of $department.owner is one source, however its path is written', async ({ department, name }) => {
  const data = await tempFolder('identity');
  onTestFinished(data.remove);
  await programme.startSandbox({ port: 0, dataDir: data.path, catalogue, log: makeLogger('silent') });
  const identity = (folder: string) => {
    const parsed = (department as typeof programme).parse({ [name]: folder }, { catalogue });
    return (department as typeof programme).identity(parsed);
  };
  const written = [
    data.path,
    relative(process.cwd(), data.path),
    `${data.path}/`,
    `${data.path}/../${data.path.split('/').at(-1)}`,
  ];
  expect(written.map(identity)).toEqual(written.map(() => data.path));
});
