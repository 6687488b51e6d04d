import type { ApolloServerPlugin, GraphQLRequest, GraphQLRequestContext } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { prefersCsv } from './accepting.js';
import { csvOf } from './csv.js';
import { NotATable, type Shape, shapeOf } from './shape.js';
import { tableOf } from './table.js';

/** Stands in an answer's extensions until it is written out. */
class CsvText {
  constructor(readonly text: string) {}
}

/** For Apollo Server's `stringifyResult`: an answer as it leaves, CSV where `csvPlugin` made it one, else JSON. */
export function writtenAnswer(result: FormattedExecutionResult): string {
  const { csv } = result.extensions ?? {};
  return csv instanceof CsvText ? csv.text : `${JSON.stringify(result)}\n`;
}

/**
 * Answers as CSV who prefers it by `Accept`. A question whose answer is no table is refused with 406 before anybody is
 * asked. An answer without data is JSON all the same, with a status that tells a script so. Needs `writtenAnswer`.
 */
export function csvPlugin<Context extends object>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let shape: Shape | null = null;
      return {
        async didResolveOperation({ request, schema, document, operationName }) {
          if (!wantsCsv(request)) return;
          shape = refusing(() => shapeOf(schema, { document, operationName, variables: request.variables }));
        },
        async willSendResponse(context) {
          context.response.http.headers.set('vary', 'Accept');
          if (wantsCsv(context.request)) answerByTable(context, shape);
        },
      };
    },
  };
}

function wantsCsv({ http }: GraphQLRequest): boolean {
  return http !== undefined && prefersCsv(http.headers.get('accept'));
}

function refusing(shape: () => Shape): Shape {
  try {
    return shape();
  } catch (error) {
    if (!(error instanceof NotATable)) throw error;
    const { message, messageVi } = error;
    throw new GraphQLError(message, { extensions: { code: 'NOT_A_TABLE', messageVi, http: { status: 406 } } });
  }
}

function answerByTable({ response, operationName }: GraphQLRequestContext<object>, shape: Shape | null): void {
  const { http, body } = response;
  if (body?.kind !== 'single') return;
  const { data, errors = [] } = body.singleResult;
  if (!data || !shape) {
    // Apollo Server would refuse an `Accept` of CSV alone, and with it the reason.
    http.headers.set('content-type', 'application/json; charset=utf-8');
    http.status ??= 500;
    return;
  }
  http.headers.set('content-type', 'text/csv; charset=utf-8; header=present');
  http.headers.set('content-disposition', `attachment; filename="${operationName ?? 'answer'}.csv"`);
  if (errors.length > 0) http.headers.set('x-errors', String(errors.length));
  body.singleResult = { extensions: { csv: new CsvText(csvOf(tableOf(shape, data, errors))) } };
}
