import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../schema/errors.js';
import { cataloguedError, type Path } from '../errors.js';
import type { Asked } from './asked.js';

/** What went wrong, before it is known where the client sees it. */
export interface Failure {
  readonly code: ErrorCode;
  /** The subgraph that it is about. */
  readonly department: string;
  /** A sentence of the subgraph that may be passed on as it is, with the argument that it names; else the catalogue's. */
  readonly input?: { readonly message: string; readonly argument: string };
  /** For NOT_YET_RECORDED: the instant from which on there are records, where the subgraph says it. */
  readonly recordsBegin?: string;
}

/** The errors of one answer, each listed once, at paths that the client asked for. */
export class Failures {
  readonly #errors = new Map<string, GraphQLError>();
  readonly #paths: Path[] = [];
  constructor(private readonly asked: Asked) {}

  /** Lists a failure at places of the answer; where none of several was asked, all end at the same ancestor. */
  add(failure: Failure, paths: readonly Path[]): void {
    const cuts = paths.map((path) => this.asked.cut(path));
    const whole = cuts.filter((cut, index) => cut.length === paths[index]?.length);
    for (const path of whole.length > 0 ? whole : cuts) this.#list(failure, path);
    // One by one: hundreds of thousands of them would not fit on the stack as arguments of one call.
    for (const path of paths) this.#paths.push(path);
  }

  #list(failure: Failure, path: Path): void {
    const { code, department, input } = failure;
    const key = JSON.stringify([code, input ? input.message : department, path]);
    if (!this.#errors.has(key)) this.#errors.set(key, errorOf(failure, path));
  }

  /** True when a null at a path is the work of a failure that is listed: at the path, above it, or below it. */
  explain(path: Path): boolean {
    return this.#paths.some((known) => {
      const shared = Math.min(known.length, path.length);
      return known.slice(0, shared).every((step, index) => step === path[index]);
    });
  }

  /** In the order of the paths, so that an answer does not depend on who answered first. */
  list(): GraphQLError[] {
    return [...this.#errors.values()].sort((a, b) => comparePaths(a.path ?? [], b.path ?? []));
  }
}

function errorOf({ code, department, input, recordsBegin }: Failure, path: Path): GraphQLError {
  if (input) return new GraphQLError(input.message, { path, extensions: { code, argument: input.argument } });
  const error = cataloguedError(code, path, department);
  if (recordsBegin === undefined) return error;
  const messageVi = `${String(error.extensions.messageVi)} Sổ ghi bắt đầu từ ${recordsBegin}.`;
  return new GraphQLError(`${error.message} The records begin at ${recordsBegin}.`, {
    path,
    extensions: { ...error.extensions, messageVi, recordsBegin },
  });
}

function comparePaths(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (typeof step === 'number' && typeof other === 'number') return step - other;
    return String(step) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}
