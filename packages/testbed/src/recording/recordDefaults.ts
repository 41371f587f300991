import { observe } from './observe';
import type { Probe } from './Probe';
import type { Samples } from './Sample';
import { summarise, type RecordedDefaults } from './summarise';
import type { RecordedTypes } from './types';

/** Records the defaults of a server: each sample is created by a dry run. */
export async function recordDefaults(
  probe: Probe,
  samples: Samples,
  types: RecordedTypes,
): Promise<RecordedDefaults> {
  const seen = [];
  for (const [kind, bodies] of Object.entries(samples)) {
    for (const sample of bodies) {
      seen.push(observe(kind, types, sample, await probe.create(sample)));
    }
  }
  return summarise(seen.flat());
}
