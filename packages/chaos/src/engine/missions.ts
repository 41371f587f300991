import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';

const SOURCE = 'chaos';
const NAMESPACE = '${{ parameters.namespace }}';

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

/** Writes, effects outside and waiting, one after the other: each may be hit. */
const spec = {
  type: 'install',
  parameters: {
    required: ['namespace'],
    properties: { namespace: { type: 'string' } },
  },
  targets: { min: 1, max: 10 },
  preflight: [],
  steps: [
    {
      id: 'namespace',
      ...apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      }),
    },
    { id: 'first', ...apply(map('one', '1'), map('two', '2')) },
    { id: 'mark', action: 'chaos:mark' },
    { id: 'rest', action: 'core:sleep', input: { duration: '1s' } },
    { id: 'second', ...apply(map('two', 'more'), map('three', '3')) },
    { id: 'mark-again', action: 'chaos:mark' },
  ],
  verify: [
    {
      id: 'there',
      check: 'kubernetes:object',
      input: {
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: NAMESPACE,
          name: 'three',
        },
      },
    },
  ],
  checks: [],
} as unknown as MissionSpec;

/** The mission that runs have, as the store keeps it. */
export const MISSION = {
  source: SOURCE,
  summary: {
    ref: `${SOURCE}/writes`,
    source: SOURCE,
    name: 'writes',
    version: contentHash(JSON.parse(JSON.stringify(spec))),
    title: 'Writes',
    description: 'Writes',
    type: 'install' as const,
    tags: [],
    endorsed: false,
  },
  spec,
};
