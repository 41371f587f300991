import type { Cluster } from '@mission-control/plugin-missions-common';
import type { MissionsApi } from '../api';
import { inClusterOrder } from './clusterOrder';

interface Asked {
  at: number;
  answer: Promise<Cluster[]>;
}

const newest = new WeakMap<MissionsApi, Asked>();
const listeners = new WeakMap<MissionsApi, Set<() => void>>();

/**
 * All clusters, production first. What anybody in this tab asked for less than
 * `maxAgeMs` ago is not asked for again.
 */
export function askClusters(
  api: MissionsApi,
  maxAgeMs = 0,
): Promise<Cluster[]> {
  const known = newest.get(api);
  if (known && Date.now() - known.at < maxAgeMs) {
    return known.answer;
  }
  const asked = { at: Date.now(), answer: ask(api) };
  newest.set(api, asked);
  asked.answer.then(
    () => listeners.get(api)?.forEach(listener => listener()),
    () => newest.get(api) === asked && newest.delete(api),
  );
  return asked.answer;
}

/** Tells of every answer that this tab gets; returns how to stop it. */
export function onClusters(api: MissionsApi, listener: () => void): () => void {
  const all = listeners.get(api) ?? new Set();
  listeners.set(api, all.add(listener));
  return () => {
    all.delete(listener);
  };
}

async function ask(api: MissionsApi): Promise<Cluster[]> {
  return inClusterOrder(await api.listClusters());
}
