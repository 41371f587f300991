import type { Config } from '@backstage/config';
import { readClustersConfig } from './config';

/** What of User entities names people on clusters: looked up when a run starts. */
export interface StarterNeeds {
  readonly email: boolean;
  readonly annotations: readonly string[];
}

/** Of all clusters; undefined: nothing has to be looked up. */
export function readStarterNeeds(config: Config): StarterNeeds | undefined {
  const starters = readClustersConfig(config).clusters.flatMap(
    ({ starter }) => starter ?? [],
  );
  const email = starters.some(({ user }) => user === 'email');
  const annotations = starters.flatMap(({ annotation }) => annotation ?? []);
  return email || annotations.length > 0 ? { email, annotations } : undefined;
}
