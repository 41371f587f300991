/** Where everything that these missions write is. */
export const NAMESPACE = 'model';

/** What a mission needs to be approved, and how it goes over its clusters. */
export const missionNames = ['plain', 'pair', 'staged', 'look'] as const;

/** One of the missions of the model. */
export type MissionName = (typeof missionNames)[number];

const parameter = (name: string) => `\${{ parameters.${name} }}`;

const writes = (object: string) => ({
  action: 'kubernetes:apply',
  input: {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: `${parameter('name')}-${object}`,
          namespace: NAMESPACE,
        },
        data: { value: 'after' },
      },
    ],
  },
});
const gate = {
  id: 'ask',
  if: 'parameters.gate',
  action: 'core:approve',
  input: { message: 'Go on?' },
};
const falter = {
  id: 'falter',
  action: 'model:falter',
  input: { name: parameter('name'), falters: parameter('falters') },
};

/** What differs between the missions. */
const parts: Record<MissionName, object> = {
  plain: { approval: { policy: 'required', count: 1, notStarter: true } },
  pair: { approval: { policy: 'required', count: 2, notStarter: true } },
  staged: {
    approval: { policy: 'required', count: 1, notStarter: true },
    waves: [{ canary: 1, verify: true }, { percent: 100 }],
  },
  look: { steps: [gate, falter] },
};

/** The file of a mission, in JSON, which is YAML too. */
export function missionText(name: MissionName): string {
  return JSON.stringify({
    apiVersion: 'mission-control.dev/v1alpha1',
    kind: 'Mission',
    metadata: { name, title: name, description: 'Is driven at random.' },
    spec: {
      type: 'install',
      lifecycle: 'production',
      targets: { min: 1 },
      parameters: {
        required: ['name', 'gate', 'falters', 'proof'],
        properties: {
          name: { type: 'string' },
          gate: { type: 'boolean' },
          falters: { type: 'boolean' },
          proof: { type: 'string', enum: ['pass', 'fail', 'unknown'] },
        },
      },
      steps: [
        { id: 'make', ...writes('made') },
        gate,
        falter,
        { id: 'change', ...writes('changed') },
      ],
      verify: [
        {
          id: 'proof',
          check: 'model:proof',
          input: { name: parameter('name'), proof: parameter('proof') },
        },
      ],
      ...parts[name],
    },
  });
}
