import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';

const SOURCE = 'chaos';
const NAMESPACE = '${{ parameters.namespace }}';

/** Bounds that the truths know: of `waves`. */
export const PARALLEL = 2;
export const FAILURE_BUDGET = 1;
/** How long `rest` of `writes` waits. */
export const REST_SECONDS = 1;

const map = (name: string, text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data: { text },
});
const apply = (...objects: object[]) => ({
  action: 'kubernetes:apply',
  input: { objects },
});
const namespace = {
  id: 'namespace',
  ...apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  }),
};
const isThere = (name: string) => ({
  id: 'there',
  check: 'kubernetes:object',
  input: {
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: NAMESPACE, name },
  },
});
const common = {
  type: 'install',
  parameters: {
    required: ['namespace'],
    properties: { namespace: { type: 'string' } },
  },
  targets: { min: 1, max: 10 },
  preflight: [],
  checks: [],
};

/** Writes, effects outside and waiting, one after the other: each may be hit. */
const writes = {
  ...common,
  steps: [
    namespace,
    { id: 'first', ...apply(map('one', '1'), map('two', '2')) },
    { id: 'mark', action: 'chaos:mark' },
    {
      id: 'rest',
      action: 'core:sleep',
      input: { duration: `${REST_SECONDS}s` },
    },
    { id: 'second', ...apply(map('two', 'more'), map('three', '3')) },
    { id: 'mark-again', action: 'chaos:mark' },
  ],
  verify: [isThere('three')],
};

/** One cluster before the others, which go a few at a time; steps fail, and people decide. */
const waves = {
  ...common,
  waves: [
    { canary: 1, verify: true },
    { percent: 100, parallel: PARALLEL },
  ],
  failureBudget: FAILURE_BUDGET,
  steps: [
    namespace,
    { id: 'hard', action: 'chaos:mark', input: { hard: true } },
    { id: 'only', ...apply(map('only', '1')) },
    { id: 'hard-again', action: 'chaos:mark', input: { hard: true } },
  ],
  verify: [isThere('only')],
};

/** The missions that runs have, as the store keeps them. */
export const MISSIONS = Object.entries({ writes, waves }).map(
  ([name, spec]) => ({
    summary: {
      ref: `${SOURCE}/${name}`,
      source: SOURCE,
      name,
      version: contentHash(JSON.parse(JSON.stringify(spec))),
      title: name,
      description: name,
      type: 'install' as const,
      tags: [],
      endorsed: false,
    },
    spec: spec as unknown as MissionSpec,
  }),
);

/** Their names. */
export type MissionName = 'writes' | 'waves';

/** What a run names as its mission. */
export function refOf(name: MissionName): string {
  return `${SOURCE}/${name}`;
}
