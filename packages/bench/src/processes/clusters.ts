import type { FleetOptions } from '../fleet/types';
import { serveClusters } from '../fleet/serveClusters';
import { answerParent } from './answerParent';

let served: Awaited<ReturnType<typeof serveClusters>>;

/** Serves clusters, and tells what they saw. */
answerParent(async (request: { serve: FleetOptions } | { look: true }) => {
  if ('serve' in request) {
    served = await serveClusters(request.serve);
    return served.servers;
  }
  return served.look();
});
