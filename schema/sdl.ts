import { Kind, parse, print } from 'graphql';
import { readProjectFile } from './files.js';
import { type SubgraphDeclaration, type SubgraphName, subgraph } from './subgraphs.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@composeDirective", "@cost", "@listSize"])
  @link(url: "https://indicators.hanoi.example/rows/v1.0", import: ["@rows"])
  @composeDirective(name: "@rows")`;

/** The SDL of one subgraph: what is shared, with the owner's names for the concrete types, and what is its own. */
export function subgraphSdl(name: SubgraphName): string {
  const declared: SubgraphDeclaration = subgraph(name);
  const parts = [...declared.shared, `${name}.graphql`].map((file) => readProjectFile('schema', file));
  const text = [LINK, ...parts].join('\n').replaceAll('...Judged', judgedFields());
  return declared.typePrefix ? text.replaceAll(/\bDepartment(Series|Source)\b/g, `${declared.typePrefix}$1`) : text;
}

/** The selection of the fragment in judged.graphql, on one line. */
function judgedFields(): string {
  const [fragment] = parse(readProjectFile('schema', 'judged.graphql'), { noLocation: true }).definitions;
  if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error('schema/judged.graphql holds no fragment.');
  return fragment.selectionSet.selections.map(print).join(' ').replaceAll(/\s+/g, ' ');
}
