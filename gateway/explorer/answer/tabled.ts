import type { GraphQLSchema } from 'graphql';
import { TableRefused } from '../../csv/refusal.js';
import { shapeOf } from '../../csv/shape.js';
import { type Table, tableOf } from '../../csv/table.js';
import type { Words } from '../../pages/browser/words.js';
import { documentOf } from '../questions/question.js';
import type { Reply } from './sending.js';

/** An answer as a table, or why it is none. */
export type Tabled = Lines | { readonly refusal: Words };

export interface Lines {
  readonly table: Table;
  /** The columns that stand above all lists, by their places: what they say is the same on every row. */
  readonly around: readonly number[];
}

const NO_SCHEMA: Words = {
  vi: 'Chưa lập được bảng vì chưa có lược đồ của máy chủ số liệu.',
  en: 'There is no table as yet, for the schema of the graph is not there.',
};
const NO_DATA: Words = {
  vi: 'Câu hỏi bị từ chối nên không có số liệu để lập bảng.',
  en: 'The question was refused, so there is nothing to make a table of.',
};

/** The table that `Accept: text/csv` would give as well. */
export function tabled({ sent, data, errors }: Reply, schema: GraphQLSchema | null): Tabled {
  const document = documentOf(sent.query);
  if (data === null || !document) return { refusal: NO_DATA };
  if (!schema) return { refusal: NO_SCHEMA };
  const { operationName, variables } = sent;
  try {
    const shape = shapeOf(schema, { document, operationName, variables: variables as Record<string, unknown> });
    const [top, ...lists] = shape.levels;
    const around = lists.length > 0 ? top.cells.map(({ column }) => column) : [];
    return { table: tableOf(shape, data, errors), around };
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    return { refusal: { vi: error.messageVi, en: error.message } };
  }
}
