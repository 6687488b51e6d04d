import type { z } from 'zod';
import { SourceError } from '../core/errors.js';
import { Budget } from '../core/guard/budget.js';
import { type HttpAnswer, httpClient } from '../core/sources/http.js';
import { type Bearer, OAuthTokens } from '../core/sources/oauth.js';
import { budgeted, OWNER } from './budget.js';
import type { Clock } from './clock.js';
import type { SocialInsuranceSettings } from './settings.js';

/** The service behind its token and its budget. Every method throws a SourceError. */
export interface Client {
  get<T>(
    path: string,
    query: readonly (readonly [string, string])[],
    form: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T>;
  post<T>(path: string, body: unknown, form: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  /** Requests that may be sent now; 0 while the service wants a pause. */
  budgetLeft(): number;
  close(): void;
}

/** Makes a client; nothing is asked until its first question. */
export function openClient(settings: SocialInsuranceSettings, clock: Clock): Client {
  const budget = new Budget(OWNER, settings.budget, clock.now);
  const tokenUrl = new URL(settings.tokenUrl);
  const service = budgeted(httpClient({ owner: OWNER, baseUrl: settings.url }), budget, clock);
  const issuer = budgeted(httpClient({ owner: OWNER, baseUrl: tokenUrl.origin }), budget, clock);
  const tokens = new OAuthTokens({
    owner: OWNER,
    http: issuer,
    path: tokenUrl.pathname,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    now: clock.now,
  });

  async function ask<T>(
    what: string,
    form: z.ZodType<T>,
    signal: AbortSignal,
    question: (bearer: Bearer) => Promise<HttpAnswer>,
  ): Promise<T> {
    const answer = await tokens.ask(signal, question);
    const read = form.safeParse(answer.body);
    if (read.success) return read.data;
    // The place of the first fault, never what stands there.
    const place = read.error.issues[0]?.path.join('.') || 'the whole body';
    throw new SourceError('SOURCE_UNREADABLE', OWNER, `${what}: ${place} is not as agreed`);
  }

  return {
    get: (path, query, form, signal) =>
      ask(`GET ${path}`, form, signal, (bearer) => service.get(path, { signal, query, ...bearer })),
    post: (path, body, form, signal) =>
      ask(`POST ${path}`, form, signal, (bearer) => service.postJson(path, body, { signal, ...bearer })),
    budgetLeft: () => budget.left(),
    close() {
      service.close();
      issuer.close();
    },
  };
}
