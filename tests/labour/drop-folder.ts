import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import type { Area } from '../../schema/areas/areas.js';
import { areaById, areasOn, CITY } from '../../schema/areas/areas.js';
import { readCatalogue } from '../../subgraphs/core/catalogue-files.js';
import type { Call, DepartmentSource } from '../../subgraphs/core/department.js';
import type { SourceFigure } from '../../subgraphs/core/figure.js';
import { makeLogger } from '../../subgraphs/core/log.js';
import { period } from '../../subgraphs/core/period.js';
import { Faults } from '../../subgraphs/core/table.js';
import type { Form } from '../../subgraphs/labour/form.js';
import { labourDepartment } from '../../subgraphs/labour/index.js';
import { DEFAULT_MAPPING, readMapping } from '../../subgraphs/labour/mapping.js';
import { tempFolder } from '../support/temp.js';

export const catalogue = readCatalogue();
export const log = makeLogger('silent');
export const DISTRICTS = areasOn('DISTRICT', '2023-06-30');
export const BA_DINH = areaById('DISTRICT-001') as Area;
export const HOAN_KIEM = areaById('DISTRICT-002') as Area;

export const call = (signal = new AbortController().signal): Call => ({ signal, requestId: 'r', log });

/** The forms of the default mapping. */
export function defaultForms(): Form[] {
  const faults = new Faults();
  const forms = readMapping(DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  return forms;
}

/** Ten thousand seconds ago: long settled. */
export const SETTLED = new Date(Date.now() - 10_000_000);

export interface DropFolder {
  readonly path: string;
  /** Writes a workbook of one sheet, or a CSV file by its name, last changed long ago unless said otherwise. */
  drop(name: string, rows: SheetData | Buffer, changed?: Date): Promise<string>;
  /** Opens the folder as the department's source; closed with the folder. */
  open(): Promise<DepartmentSource>;
  remove(): Promise<void>;
}

/** A folder of the department in a temporary place. */
export async function dropFolder(): Promise<DropFolder> {
  const { path, remove } = await tempFolder('labour');
  const sources: DepartmentSource[] = [];
  const department = labourDepartment();
  return {
    path,
    async drop(name, rows, changed = SETTLED) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await bytesOf(name, rows));
      await utimes(file, changed, changed);
      return file;
    },
    async open() {
      const source = await department.open(department.parse({ LABOUR_FOLDER: path }, { catalogue }), {
        catalogue,
        log,
      });
      sources.push(source);
      return source;
    },
    async remove() {
      await Promise.all(sources.map((source) => source.close()));
      await remove();
    },
  };
}

async function bytesOf(name: string, rows: SheetData | Buffer): Promise<Buffer> {
  if (Buffer.isBuffer(rows)) return rows;
  if (!name.endsWith('.csv')) return writeExcelFile(rows, { sheet: 'Biểu 01' }).toBuffer();
  const texts = rows.map((row) =>
    row.map((cell) => (cell && typeof cell === 'object' && 'value' in cell ? cell.value : cell)),
  );
  return Buffer.from(stringify(texts, { bom: true, delimiter: ';' }));
}

/** How a jobs form differs from a right one: thirty districts of 10, a total of 300. */
export interface JobsForm {
  readonly period?: string;
  readonly date?: string | null;
  /** What stands in a district's figure, by area id. */
  readonly districts?: Readonly<Record<string, string | number | null>>;
  readonly total?: string | number | null;
}

/** Row of the first district in `jobsForm`, as a spreadsheet counts: DISTRICT-001 is D7, the total D6. */
export function jobsForm({
  period = 'Tháng 6 năm 2023',
  date = '05 tháng 7 năm 2023',
  districts = {},
  total = 300,
}: JobsForm): SheetData {
  return [
    ['SỞ LAO ĐỘNG', null, 'Biểu số: 01/VL'],
    [{ value: 'KẾT QUẢ GIẢI QUYẾT VIỆC LÀM', columnSpan: 4 }],
    [period],
    ['STT', 'Quận, huyện, thị xã', 'Mã số', 'Số lượt người được giải quyết việc làm'],
    ['A', 'B', 'C', '1'],
    [null, 'Tổng cộng', null, total],
    ...DISTRICTS.map((area, i) => [i + 1, area.name.vi, area.code, area.id in districts ? districts[area.id] : 10]),
    [null, 'Ghi chú: số liệu 2023 theo báo cáo của các đơn vị'],
    date === null ? [null] : [null, null, `Hà Nội, ngày ${date}`],
  ];
}

/** One figure of a source; undefined when it has none. */
export async function figureOf(
  source: DepartmentSource,
  indicator: string,
  text: string,
  area: Area = CITY,
): Promise<SourceFigure | undefined> {
  const [figure] = await source.figures([{ indicators: [indicator], areas: [area], periods: [period(text)] }], call());
  return figure;
}
