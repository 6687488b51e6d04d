import type { Department } from './core/department.js';
import { education } from './education/index.js';
import { health } from './health/index.js';
import { labour } from './labour/index.js';
import { programme } from './programme/index.js';
import { socialInsurance } from './social-insurance/index.js';

/** The owners of figures, in the order of schema/subgraphs.ts. Adding a department is a line here. */
export const DEPARTMENTS_AT_WORK: readonly Department[] = [programme, health, education, labour, socialInsurance];

export function departmentNamed(name: string): Department | undefined {
  return DEPARTMENTS_AT_WORK.find((department) => department.owner === name);
}
