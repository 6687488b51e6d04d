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
  const text = [LINK, ...parts].join('\n');
  return declared.typePrefix ? text.replaceAll(/\bDepartment(Series|Source)\b/g, `${declared.typePrefix}$1`) : text;
}
