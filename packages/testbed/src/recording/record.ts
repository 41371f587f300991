import type { ApiClient } from '@mission-control/plugin-missions-backend-module-demo/conformance';
import { Probe } from './Probe';
import { recordDefaults } from './recordDefaults';
import { recordImmutable, type ServerTraits } from './recordImmutable';
import { clusterSamples } from './samples/cluster';
import { NETWORK } from './samples/network';
import { SETTINGS } from './samples/settings';
import { WORKLOADS } from './samples/workloads';
import { readTypes } from './types';

/** Records the rules of a server, as the text of each generated file. */
export async function record(
  client: ApiClient,
  traits: ServerTraits = { bindsClaims: true },
): Promise<Record<string, string>> {
  const mark = `-${Date.now().toString(36)}`;
  const namespace = `within${mark}`;
  const probe = new Probe(client, namespace);
  const { path } = await probe.store({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  try {
    // Pods need an account; a controller makes it.
    await probe.until(
      `${path}/serviceaccounts/default`,
      ({ kind }) => kind === 'ServiceAccount',
    );
    const samples = {
      ...SETTINGS,
      ...NETWORK,
      ...clusterSamples(mark, namespace),
      ...WORKLOADS,
    };
    const types = await readTypes();
    const defaults = await recordDefaults(probe, samples, types);
    const immutable = await recordImmutable(probe, samples, traits);
    return {
      'defaults.json': asText(defaults, mark),
      'immutable.json': asText(immutable, mark),
    };
  } finally {
    await probe.remove(path);
  }
}

function asText(value: unknown, mark: string): string {
  const text = JSON.stringify(value, sorted, 2).replaceAll(mark, '');
  return `${text}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
