import type { GatewayServer } from './server.js';

/** Owners by where their figures come from, as the graph says; those of neither list have a real system. */
export interface Origins {
  /** They serve made-up figures. */
  readonly sample: readonly string[];
  /** They run elsewhere and did not say. */
  readonly unknown: readonly string[];
}

/** As much of the answer as is read here; any of it may be missing. */
interface Answer {
  readonly data?: {
    readonly departments?:
      | readonly ({ readonly code: string; readonly source: { readonly sample: boolean } | null } | null)[]
      | null;
  } | null;
}

/** Owners in this process are known; of those elsewhere the graph itself is asked, for only they know. */
export async function originsOf(
  { app }: Pick<GatewayServer, 'app'>,
  owners: readonly string[],
  here: readonly { readonly name: string; readonly sample: boolean }[],
): Promise<Origins> {
  const told = new Map<string | undefined, boolean | undefined>(here.map(({ name, sample }) => [name, sample]));
  if (owners.some((owner) => !told.has(owner))) {
    const payload = { query: '{ departments { code source { sample } } }' };
    const response = await app.inject({ method: 'POST', url: '/graphql', payload });
    for (const department of response.json<Answer>().data?.departments ?? []) {
      if (!told.has(department?.code)) told.set(department?.code, department?.source?.sample);
    }
  }
  return {
    sample: owners.filter((owner) => told.get(owner) === true),
    unknown: owners.filter((owner) => told.get(owner) === undefined),
  };
}
