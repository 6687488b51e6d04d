import type { ApolloServerPlugin, GraphQLRequest, GraphQLRequestContext } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import type { RequestContext } from '../question.js';
import { prefersCsv } from './accepting.js';
import { csvOf } from './csv.js';
import { TableRefused } from './refusal.js';
import { type Shape, shapeOf } from './shape.js';
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
export function csvPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      let shape: Shape | null = null;
      return {
        async didResolveOperation({ request, schema, document, operationName, contextValue }) {
          if (!wantsCsv(request)) return;
          contextValue.answer.takesText = false;
          shape = refusing(() => shapeOf(schema, { document, operationName, variables: request.variables }));
        },
        async willSendResponse(context) {
          if (wantsCsv(context.request)) answerByTable(context, shape);
        },
      };
    },
  };
}

function wantsCsv({ http }: GraphQLRequest): boolean {
  return http !== undefined && prefersCsv(http.headers.get('accept'));
}

/** There is an answer, but not in the format that was asked for. */
const REFUSED = 406;
const JSON_TYPE = 'application/json; charset=utf-8';

function refusing(shape: () => Shape): Shape {
  try {
    return shape();
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    const { message, code, messageVi } = error;
    throw new GraphQLError(message, { extensions: { code, messageVi, http: { status: REFUSED } } });
  }
}

function answerByTable({ response, operationName }: GraphQLRequestContext<object>, shape: Shape | null): void {
  const { http, body } = response;
  if (body?.kind !== 'single') return;
  // Without this, Apollo Server would refuse an `Accept` of CSV alone, and with it the reason for a refusal.
  http.headers.set('content-type', JSON_TYPE);
  const { data, errors = [] } = body.singleResult;
  if (!data || !shape || (http.status ?? 200) >= 400) {
    http.status ??= 500;
    return;
  }
  try {
    const csv = new CsvText(csvOf(tableOf(shape, data, errors)));
    body.singleResult = { extensions: { csv } };
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    const { message, code, messageVi } = error;
    body.singleResult = { errors: [{ message, extensions: { code, messageVi } }] };
    http.status = REFUSED;
    return;
  }
  http.headers.set('content-type', 'text/csv; charset=utf-8; header=present');
  http.headers.set('content-disposition', `attachment; filename="${operationName ?? 'answer'}.csv"`);
  if (errors.length > 0) http.headers.set('x-errors', String(errors.length));
}
