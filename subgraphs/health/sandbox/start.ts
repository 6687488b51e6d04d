import type { Sandbox, SandboxOptions } from '../../core/department.js';
import { sampleOf } from '../../core/sample/figures.js';
import { Faults } from '../../core/table.js';
import { DEFAULT_MAPPING, readMapping } from '../mapping.js';
import { serve } from './server.js';
import { storeOf } from './store.js';

/** Starts the DHIS2 in miniature with the sample's figures under the identifiers of the mapping. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const faults = new Faults();
  const { catalogue } = options;
  const mapping = readMapping(options.mapping ?? DEFAULT_MAPPING, catalogue, faults);
  faults.throwIfAny();
  return serve(storeOf(sampleOf(catalogue)('health'), mapping, catalogue), options);
}
