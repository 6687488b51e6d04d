/** The declared list of subgraphs: adding one is a line here, an SDL file and a folder under `subgraphs/`. */
export interface SubgraphDeclaration {
  /** The subgraph's name, which is also its owner's code, its folder and its SDL file. */
  readonly name: string;
  /** The name for people: of the department that keeps the system, whoever answers for an indicator today. */
  readonly title: { readonly vi: string; readonly en: string };
  /** Prefix of the concrete types of an owner of figures (HealthSeries, HealthSource); null where it owns none. */
  readonly typePrefix: string | null;
  /** The port that the gateway expects it on when it is started alone. */
  readonly port: number;
  /** Files under `schema/` that make its SDL, besides `<name>.graphql`. */
  readonly shared: readonly string[];
}

const BASICS = 'shared/basics.graphql';
const VALUES = 'shared/values.graphql';
const INTERFACES = 'shared/interfaces.graphql';
const AREA = 'shared/area.graphql';
const INDICATOR = 'shared/indicator.graphql';
const DEPARTMENT = 'shared/department.graphql';
const TARGET = 'shared/target.graphql';

export const SUBGRAPHS = [
  {
    name: 'programme',
    title: { vi: 'Cơ quan thường trực Chương trình 08-CTr/TU', en: 'Standing agency of Programme 08-CTr/TU' },
    typePrefix: 'Programme',
    port: 4100,
    shared: [BASICS, VALUES, AREA, DEPARTMENT, TARGET],
  },
  {
    name: 'health',
    title: { vi: 'Sở Y tế', en: 'Department of Health' },
    typePrefix: 'Health',
    port: 4101,
    shared: [BASICS, VALUES, INTERFACES, AREA, INDICATOR, DEPARTMENT],
  },
  {
    name: 'education',
    title: { vi: 'Sở Giáo dục và Đào tạo', en: 'Department of Education and Training' },
    typePrefix: 'Education',
    port: 4102,
    shared: [BASICS, VALUES, INTERFACES, AREA, INDICATOR, DEPARTMENT],
  },
  {
    name: 'labour',
    title: { vi: 'Sở Lao động - Thương binh và Xã hội', en: 'Department of Labour, Invalids and Social Affairs' },
    typePrefix: 'Labour',
    port: 4103,
    shared: [BASICS, VALUES, INTERFACES, AREA, INDICATOR, DEPARTMENT],
  },
  {
    name: 'social-insurance',
    title: { vi: 'Bảo hiểm xã hội thành phố Hà Nội', en: 'Hanoi Social Insurance' },
    typePrefix: 'SocialInsurance',
    port: 4104,
    shared: [BASICS, VALUES, INTERFACES, AREA, INDICATOR, DEPARTMENT],
  },
  {
    name: 'analysis',
    title: { vi: 'Bộ phận phân tích', en: 'Analysis' },
    typePrefix: null,
    port: 4105,
    shared: [BASICS, AREA, TARGET],
  },
] as const satisfies readonly SubgraphDeclaration[];

export type SubgraphName = (typeof SUBGRAPHS)[number]['name'];

/** An owner of figures: every subgraph but analysis, which derives. */
export type OwnerName = Exclude<SubgraphName, 'analysis'>;

/** A department with a system of its own: every owner but the programme. */
export type DepartmentName = Exclude<OwnerName, 'programme'>;

export const OWNERS: readonly OwnerName[] = SUBGRAPHS.flatMap((s) => (s.typePrefix ? [s.name as OwnerName] : []));

/** The name for people of a subgraph; of one that is not declared, its name itself. */
export function titleOf(name: string): { readonly vi: string; readonly en: string } {
  return SUBGRAPHS.find((s) => s.name === name)?.title ?? { vi: name, en: name };
}

/** The name of the variable with the address of a subgraph that runs elsewhere: SUBGRAPH_SOCIAL_INSURANCE_URL. */
export function subgraphUrlVariable(name: SubgraphName): string {
  return `SUBGRAPH_${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

export function subgraph(name: SubgraphName): SubgraphDeclaration {
  const found = SUBGRAPHS.find((s) => s.name === name);
  if (!found) throw new Error(`There is no subgraph ${name}; the declared list is in schema/subgraphs.ts.`);
  return found;
}
