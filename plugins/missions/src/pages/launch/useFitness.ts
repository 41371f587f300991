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
import type { RefusedRequest } from './parameters/fieldErrors';

/** Milliseconds without a change of the form before the clusters are asked. */
const QUIET_MS = 500;

/** Milliseconds after which clusters are asked again whose answer was lost. */
const LOST_MS = 5_000;

/** Fitness of the chosen clusters, asked again when the form changes. */
export interface FitnessState {
  byCluster: Record<string, Fitness>;
  checking: boolean;
  /** Why what is asked now has no answer. */
  error?: MissionsApiError;
  /** The last question that was refused, until another has an answer. */
  refused?: RefusedRequest;
  checkAgain(): void;
}

/** Asks nothing without a request. */
export function useFitness(
  request: PreflightRequest | undefined,
): FitnessState {
  const api = useApi(missionsApiRef);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<
    Pick<FitnessState, 'byCluster' | 'checking'> & {
      refused?: RefusedRequest & { question: string };
    }
  >({ byCluster: {}, checking: false });
  const asked = JSON.stringify(request ?? null);

  useEffect(() => {
    const question = JSON.parse(asked) as PreflightRequest | null;
    if (!question) {
      setState({ byCluster: {}, checking: false });
      return undefined;
    }
    let gone = false;
    setState(before => ({ ...before, checking: true }));
    let timer = setTimeout(async () => {
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
        const failure = MissionsApiError.from(thrown);
        if (!gone) {
          setState({
            byCluster: {},
            checking: false,
            refused: {
              error: failure,
              sent: question.parameters ?? {},
              question: asked,
            },
          });
          if (failure.status === 0) {
            timer = setTimeout(() => setAttempt(count => count + 1), LOST_MS);
          }
        }
      }
    }, QUIET_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [api, asked, attempt]);

  const { byCluster, checking, refused } = state;
  return {
    byCluster,
    checking,
    // Asked the same again, it is known for as long as nothing better is.
    error: refused?.question === asked ? refused.error : undefined,
    refused,
    checkAgain: () => setAttempt(count => count + 1),
  };
}
