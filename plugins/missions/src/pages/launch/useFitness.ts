import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Fitness,
  PreflightRequest,
} from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  missionsApiRef,
} from '@mission-control/plugin-missions-react';

/** Milliseconds without a change of the form before the clusters are asked. */
const QUIET_MS = 500;

/** Fitness of the chosen clusters, asked again when the form changes. */
export interface FitnessState {
  byCluster: Record<string, Fitness>;
  checking: boolean;
  error?: MissionsApiError;
  checkAgain(): void;
}

/** Asks nothing without a request, or for no clusters. */
export function useFitness(
  request: PreflightRequest | undefined,
): FitnessState {
  const api = useApi(missionsApiRef);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Omit<FitnessState, 'checkAgain'>>({
    byCluster: {},
    checking: false,
  });
  const asked = JSON.stringify(request ?? null);

  useEffect(() => {
    const question = JSON.parse(asked) as PreflightRequest | null;
    if (!question || question.targets?.length === 0) {
      setState({ byCluster: {}, checking: false });
      return undefined;
    }
    let gone = false;
    setState(before => ({ ...before, checking: true, error: undefined }));
    const timer = setTimeout(async () => {
      try {
        const items = await api.checkFitness(question);
        if (!gone) {
          setState({
            byCluster: Object.fromEntries(
              items.map(item => [item.cluster.name, item]),
            ),
            checking: false,
          });
        }
      } catch (thrown) {
        if (!gone) {
          setState({
            byCluster: {},
            checking: false,
            error: MissionsApiError.from(thrown),
          });
        }
      }
    }, QUIET_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [api, asked, attempt]);

  return { ...state, checkAgain: () => setAttempt(count => count + 1) };
}
