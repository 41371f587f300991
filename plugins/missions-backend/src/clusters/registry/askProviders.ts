import type {
  ClusterConnection,
  ClusterProvider,
} from '@mission-control/plugin-missions-node';
import type { ProviderProblem } from './ClusterRegistry';

/** What one source says just now. */
export interface ProviderAnswer {
  readonly provider: ClusterProvider;
  readonly connections: readonly ClusterConnection[];
  /** It did not answer: nothing is known of its clusters. */
  readonly failure?: ProviderProblem;
}

/** Asks all sources at once; one that fails keeps no other from answering. */
export async function askProviders(
  providers: readonly ClusterProvider[],
): Promise<ProviderAnswer[]> {
  return Promise.all(
    providers.map(async provider => {
      try {
        return { provider, connections: await provider.clusters() };
      } catch (error) {
        const failure = {
          provider: provider.id,
          message: firstLine(error),
          remedy:
            'Its clusters are as it last said. Correct what it reads: it is asked again by itself.',
        };
        return { provider, connections: [], failure };
      }
    }),
  );
}

/** The lines behind may quote a file, and with it what is secret in it. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0];
}
