import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeExcelFile from 'write-excel-file/node';
import { type Graph, startGraph } from '../../gateway/graph.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import { type Logger, makeLogger } from '../../subgraphs/core/log.js';
import { labour } from '../../subgraphs/labour/index.js';
import { jobsForm } from '../labour/drop-folder.js';
import { TODAY } from './graph.js';
import { tempFolder } from './temp.js';

export interface WorkbookGraph {
  readonly graph: Graph;
  /** Puts a number that cannot be read into a workbook of labour's folder. */
  spoil(file: string): Promise<void>;
  close(): Promise<void>;
}

/** A graph whose labour department is a folder of workbooks that the test can change; every question goes to it. */
export async function graphOnWorkbooks(log: Logger): Promise<WorkbookGraph> {
  const folder = await tempFolder('workbooks');
  const sandbox = await labour.startSandbox({
    port: 0,
    dataDir: join(folder.path, 'labour'),
    catalogue: readCatalogue(),
    log: makeLogger('silent'),
  });
  const graph = await startGraph(
    {
      DATA_DIR: folder.path,
      PORT: '0',
      BACKGROUND_REFRESH: 'off',
      LABOUR_MAX_AGE: '0',
      SAMPLE: 'programme,health,education,social-insurance',
      ...sandbox.variables,
    },
    { log, now: () => TODAY },
  );
  return {
    graph,
    async spoil(file) {
      const path = join(sandbox.variables.LABOUR_FOLDER ?? '', file);
      await writeFile(path, await writeExcelFile(jobsForm({ total: 'abc' }), { sheet: 'Biểu 01' }).toBuffer());
      // As old as a file that is no longer being written.
      await utimes(path, new Date(1), new Date(1));
    },
    async close() {
      await graph.close();
      await sandbox.close();
      await folder.remove();
    },
  };
}
