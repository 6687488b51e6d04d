import type { Graph } from './graph.js';

/** What a person reads once the graph answers: where, a first question, and what the figures and targets rest on. */
export function greeting(graph: Pick<Graph, 'url' | 'pages' | 'origins' | 'owners' | 'targets'>): string {
  const { url, pages, targets } = graph;
  const fields = 'met total metOnAssumedTargets metOnTargetsOfOtherPlans metOnSampleFigures';
  return [
    '',
    `The indicator graph answers at ${url}`,
    ...(pages
      ? [`The dashboard stands at       ${pages.dashboard}`, `Questions can be written at   ${pages.explorer}`]
      : []),
    '',
    'Where does the programme stand at mid-2023?',
    `  curl -s ${url} -H 'content-type: application/json' \\`,
    `    -d '{"query":"{ programme { summary(period: \\"2023-S1\\") { ${fields} } } }"}'`,
    '',
    [...figuresOf(graph), targetsOf(targets)].join(' '),
    '',
  ].join('\n');
}

function figuresOf({ origins: { sample, unknown }, owners }: Pick<Graph, 'origins' | 'owners'>): string[] {
  const whose = sample.length === owners.length ? 'The figures' : `The figures of ${sample.join(', ')}`;
  return [
    ...(sample.length > 0 ? [`${whose} are a sample, made up unless marked as published.`] : []),
    ...(unknown.length > 0
      ? [`Whether the figures of ${unknown.join(', ')} are a sample is not known: no answer.`]
      : []),
  ];
}

function targetsOf({ assumed, total, ofOtherPlans }: Graph['targets']): string {
  return `${assumed} of the ${total} targets are assumed, ${ofOtherPlans} are of other plans of the city.`;
}
