import { KINDS } from '../mapping.js';
import { type Answer, refusal } from './answer.js';
import type { Store } from './store.js';

const PAGE = 50;

/** Answers a list of objects, such as GET /api/indicators?filter=id:in:[...]&fields=id,name&paging=false, or null for another path. */
export function resources(store: Store, path: string, query: URLSearchParams): Answer | null {
  const kind = KINDS.find((known) => path === `/api/${known}s`);
  if (!kind) return null;
  const filter = query.get('filter');
  const wanted = filter === null ? null : /^id:in:\[([\w,]*)\]$/.exec(filter)?.[1]?.split(',');
  if (wanted === undefined) return refusal(409, 'This sandbox knows the filter id:in:[...] only');
  const all = [...store.names(kind)]
    .filter(([uid]) => !wanted || wanted.includes(uid))
    .map(([id, name]) => ({ id, name }));
  const fields = (query.get('fields') ?? 'id,displayName').split(',');
  const list = all.map(({ id, name }) =>
    Object.fromEntries(fields.map((field) => [field, field === 'id' ? id : name])),
  );
  if (query.get('paging') === 'false') return { status: 200, body: { [`${kind}s`]: list } };
  const pager = { page: 1, total: list.length, pageSize: PAGE, pageCount: Math.ceil(list.length / PAGE) };
  return { status: 200, body: { pager, [`${kind}s`]: list.slice(0, PAGE) } };
}

/** Answers GET /api/completeDataSetRegistrations: who has completed a data set, and when. */
export function registrations(store: Store, query: URLSearchParams): Answer {
  const units = store.names('organisationUnit');
  const dataSets = query.getAll('dataSet').filter((uid) => store.names('dataSet').has(uid));
  const periods = query.getAll('period');
  const asked = query.getAll('orgUnit').filter((uid) => units.has(uid));
  if (dataSets.length === 0) return refusal(409, 'No valid data set was specified');
  if (asked.length === 0) return refusal(409, 'No valid organisation unit was specified');
  if (periods.length === 0) return refusal(409, 'No period was specified');
  // The city's unit, which comes first, is above all others.
  const [top] = units.keys();
  const below = query.get('children') === 'true' && top !== undefined && asked.includes(top);
  const found = store.registrations.filter(
    (one) =>
      dataSets.includes(one.dataSet) && periods.includes(one.period) && (below || asked.includes(one.organisationUnit)),
  );
  const list = found.map((one) => ({
    ...one,
    attributeOptionCombo: 'HllvX50cXC0',
    storedBy: 'admin',
    completed: true,
  }));
  return { status: 200, body: list.length === 0 ? {} : { completeDataSetRegistrations: list } };
}
