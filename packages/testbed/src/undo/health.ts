import { kubernetesChecks } from '@mission-control/plugin-missions-backend-module-kubernetes';
import type { CheckStatus } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';

/** How well objects are, by the project's own check, by `Kind namespace name`. */
export type Healths = ReadonlyMap<string, CheckStatus>;

const best: readonly CheckStatus[] = ['pass', 'warn', 'unknown', 'fail'];
const ready = kubernetesChecks.find(({ id }) => id === 'kubernetes:ready')!;

/** Asks `kubernetes:ready` about each object. */
export async function healthsOf(
  cluster: ClusterClient,
  objects: ReadonlyMap<string, KubernetesObject>,
): Promise<Healths> {
  const bench = new ActionBench({ cluster });
  const entries = await Promise.all(
    [...objects].map(async ([key, { apiVersion, kind, metadata }]) => {
      const { name, namespace } = metadata ?? {};
      const { status } = await bench.check(ready, {
        allowEmpty: true,
        objects: [{ apiVersion, kind, name, ...(namespace && { namespace }) }],
      });
      return [key, status] as const;
    }),
  );
  return new Map(entries);
}

/** Objects that are less well than before. */
export function worse(before: Healths, after: Healths): string[] {
  return [...before]
    .filter(([key, status]) => {
      const now = after.get(key);
      return now !== undefined && best.indexOf(now) > best.indexOf(status);
    })
    .map(([key, status]) => `${key}: ${status} before, ${after.get(key)} now`);
}
