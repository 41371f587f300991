/** Where objects hold the canary in all its forms, put there before. */
export const NAMESPACE = 'canary';
const PIN = '${{ parameters.pin }}';

/** Steps in JSON, which is YAML too. */
type Step = Record<string, unknown>;

const map = (name: string, data: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data,
});
const ref = (name: string, kind = 'ConfigMap', apiVersion = 'v1') => ({
  apiVersion,
  kind,
  namespace: NAMESPACE,
  name,
});
const deployment = ref('web', 'Deployment', 'apps/v1');
const proof = {
  id: 'proof',
  check: 'kubernetes:object',
  input: { object: ref('holder'), expect: 'object.data.plain != "x"' },
};

/** One mission of each kind of step; the page echoes what it is asked. */
export function canaryMissions(page: string): Record<string, Step[]> {
  return {
    get: [{ action: 'kubernetes:get', input: ref('holder') }],
    'get-absent': [
      { action: 'kubernetes:get', input: { ...ref('absent'), name: PIN } },
    ],
    apply: [
      {
        action: 'kubernetes:apply',
        input: {
          objects: [
            map('plain', { pin: PIN, line: `a ${PIN} b` }),
            {
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: { name: 'sealed', namespace: NAMESPACE },
              stringData: { pin: PIN },
            },
          ],
        },
      },
    ],
    'apply-refused': [
      {
        action: 'kubernetes:apply',
        input: { objects: [{ ...map(PIN, { a: PIN }) }] },
      },
    ],
    patch: [
      {
        action: 'kubernetes:patch',
        input: {
          object: ref('holder'),
          patch: { metadata: { annotations: { note: PIN } } },
        },
      },
    ],
    'patch-refused': [
      {
        action: 'kubernetes:patch',
        input: { object: deployment, patch: { spec: { replicas: PIN } } },
      },
    ],
    delete: [
      { action: 'kubernetes:delete', input: { objects: [ref('doomed')] } },
    ],
    scale: [
      {
        action: 'kubernetes:scale',
        input: { object: deployment, replicas: 2 },
      },
    ],
    restart: [{ action: 'kubernetes:restart', input: { object: deployment } }],
    wait: [
      {
        action: 'kubernetes:wait',
        input: {
          objects: [ref('holder')],
          for: 'condition',
          condition: 'object.data.plain == "never"',
          timeout: '1s',
        },
        timeout: '2s',
      },
    ],
    job: [
      {
        action: 'kubernetes:job',
        irreversible: 'A test',
        input: {
          namespace: NAMESPACE,
          image: 'busybox:1.37',
          command: ['echo', PIN],
          env: { PIN },
          timeout: '5s',
        },
        timeout: '10s',
      },
    ],
    logs: [
      {
        action: 'kubernetes:logs',
        input: { namespace: NAMESPACE, selector: 'app=web' },
      },
    ],
    history: [
      {
        action: 'kubernetes:rollout-history',
        input: { namespace: NAMESPACE, name: 'web' },
      },
    ],
    program: [{ action: 'canary:program', input: { text: PIN } }],
    noop: [{ action: 'core:noop', input: { value: `echo ${PIN}` } }],
    sleep: [{ action: 'core:sleep', input: { duration: '1ms' } }],
    gate: [
      { action: 'core:approve', input: { message: `Does ${PIN} look right?` } },
    ],
    child: [
      {
        action: 'mission:run',
        input: {
          mission: 'mission-control/apply',
          parameters: { pin: PIN },
          targets: [{ cluster: 'dev' }],
        },
      },
    ],
    ...Object.fromEntries(
      [200, 404, 500].map(status => [
        `http-${status}`,
        [
          {
            action: 'core:http',
            input: {
              url: `${page}/${status}`,
              headers: { authorization: `Bearer ${PIN}` },
            },
          },
        ],
      ]),
    ),
  };
}

/** The file of a mission: its steps, and a proof that reads the holder. */
export function missionText(name: string, steps: readonly Step[]): string {
  return JSON.stringify({
    apiVersion: 'mission-control.dev/v1alpha1',
    kind: 'Mission',
    metadata: { name, title: name, description: 'Holds a canary.' },
    spec: {
      type: 'install',
      lifecycle: 'production',
      targets: { min: 1 },
      parameters: {
        required: ['pin'],
        properties: { pin: { type: 'string', secret: true, maxLength: 60 } },
      },
      steps: [
        // What no step uses, no mission may declare.
        { action: 'core:noop', input: { value: PIN } },
        ...steps,
      ].map((step, index) => ({ id: `step-${index}`, ...step })),
      verify: [proof],
    },
  });
}
