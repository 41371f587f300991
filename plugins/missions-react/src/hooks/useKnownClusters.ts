import { useApi } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@mission-control/plugin-missions-common';
import { missionsApiRef } from '../api';
import { clustersQuestion } from './clustersQuestion';
import { useAnswerCount } from './useAnswerCount';
import { usePolled } from './usePolled';
import type { ViewState } from './viewState';

const KNOWN_MS = 5 * 60_000;

/** What is known before anybody wanted to know. */
const UNASKED: Cluster[] = [];

/**
 * Clusters as this tab last heard of them, for what every page shows: it takes
 * over each answer that a page gets, and asks itself only when there was none
 * for five minutes. Where nobody wants them, it asks for nothing.
 * @public
 */
export function useKnownClusters(options: {
  wanted: boolean;
}): ViewState<Cluster[]> {
  const { wanted } = options;
  const api = useApi(missionsApiRef);
  const answers = useAnswerCount(api, clustersQuestion);
  const ask = async () =>
    wanted ? clustersQuestion.ask(api, KNOWN_MS) : UNASKED;
  return usePolled(ask, {
    key: wanted ? `clusters ${answers}` : 'none',
    intervalMs: wanted ? KNOWN_MS : undefined,
    about: wanted ? 'clusters' : 'nothing',
  });
}
