import type { Catalogue } from '../core/catalogue.js';
import type { Call, ProbeReport } from '../core/department.js';
import { SourceError } from '../core/errors.js';
import { isRecord } from './grid.js';
import { KINDS, type Kind, type Mapping } from './mapping.js';
import type { Ask } from './source.js';

/** One row of the mapping, as the probe looks it up. */
interface Mapped {
  readonly kind: Kind;
  readonly code: string;
  readonly uid: string;
}

const WORDS: Readonly<Record<Kind, string>> = {
  indicator: 'chỉ số (indicator)',
  dataElement: 'phần tử dữ liệu (data element)',
  organisationUnit: 'đơn vị (organisation unit)',
  dataSet: 'tập dữ liệu (data set)',
};

/** Which system answers: "DHIS2 2.40.5". Throws SOURCE_UNREADABLE when it is no DHIS2. */
export async function systemOf(ask: Ask, call: Call): Promise<string> {
  const info = await ask('/api/system/info.json', [], call);
  const version: unknown = isRecord(info) ? info.version : undefined;
  if (typeof version !== 'string' || !/^[\w.-]{1,40}$/.test(version)) {
    throw new SourceError('SOURCE_UNREADABLE', 'health', 'system/info: no version');
  }
  return `DHIS2 ${version}`;
}

/** Looks up everything that the mapping names, a question per kind. */
export async function probe(ask: Ask, mapping: Mapping, catalogue: Catalogue, call: Call): Promise<ProbeReport> {
  const system = await systemOf(ask, call);
  const all = rowsOf(mapping);
  const refused: Mapped[] = [];
  for (const kind of KINDS) {
    const rows = all.filter((row) => row.kind === kind);
    if (rows.length === 0) continue;
    const known = await knownUids(ask, kind, rows, call);
    refused.push(...rows.filter((row) => !known.has(row.uid)));
  }
  return {
    system,
    mapped: [...mapping.items.keys()].filter((code) => !refused.some((row) => row.code === code)),
    missing: catalogue.ofOwner('health').flatMap(({ code }) => (mapping.items.has(code) ? [] : [code])),
    refused: refused.map(({ kind, code, uid }) => ({
      what: `${code} = ${uid}`,
      why: `nguồn không có hoặc không cho đọc ${WORDS[kind]} này (unknown to the source, or not readable)`,
    })),
  };
}

function rowsOf(mapping: Mapping): Mapped[] {
  return [
    ...[...mapping.items].map(([code, { kind, uid }]) => ({ kind, code, uid })),
    ...[...mapping.units].map(([code, uid]) => ({ kind: 'organisationUnit' as const, code, uid })),
    ...[...mapping.dataSets].map(([code, uid]) => ({ kind: 'dataSet' as const, code, uid })),
  ];
}

async function knownUids(ask: Ask, kind: Kind, rows: readonly Mapped[], call: Call): Promise<ReadonlySet<string>> {
  const resource = `${kind}s`;
  const query = [
    ['filter', `id:in:[${rows.map((row) => row.uid).join(',')}]`],
    ['fields', 'id'],
    ['paging', 'false'],
  ] as const;
  const body = await ask(`/api/${resource}.json`, query, call);
  const list: unknown = isRecord(body) ? body[resource] : undefined;
  if (!Array.isArray(list)) throw new SourceError('SOURCE_UNREADABLE', 'health', `${resource}: no list`);
  return new Set(list.flatMap((item: unknown) => (isRecord(item) && typeof item.id === 'string' ? [item.id] : [])));
}
