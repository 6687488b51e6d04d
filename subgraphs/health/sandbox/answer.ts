/** What the sandbox answers: a status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const TEXTS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
};

/** A refusal in DHIS2's form. */
export function refusal(status: number, message: string, errorCode?: string): Answer {
  const body = { httpStatus: TEXTS[status], httpStatusCode: status, status: 'ERROR', message };
  return { status, body: errorCode ? { ...body, errorCode } : body };
}
