import type { Area } from '../../schema/areas/areas.js';
import { placeById } from '../../schema/areas/groups.js';

interface AreaReference {
  readonly id: string;
}

function areaOf({ id }: AreaReference): Area {
  const area = placeById(id);
  if (!area) throw new Error(`The code list has no area ${id}.`);
  return area;
}

/** What the code list says of an area, so that the names in a list of changes need no other subgraph. */
export const areaResolvers = {
  __resolveReference: (reference: AreaReference): AreaReference | null => (placeById(reference.id) ? reference : null),
  code: (reference: AreaReference) => areaOf(reference).code,
  level: (reference: AreaReference) => areaOf(reference).level,
  name: (reference: AreaReference, { lang }: { lang: 'VI' | 'EN' }) =>
    lang === 'EN' ? areaOf(reference).name.en : areaOf(reference).name.vi,
};
