import { parseMission } from './parseMission';
import { missionJsonSchema } from './jsonSchema';

/** A mission with every key of the format that its type may have. */
const common = `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata:
  name: everything
  title: Everything
  description: Uses every key of the format.
  tags: [example]
  labels: { team: platform }
  annotations: { example.com/note: none }
  links: [{ url: https://example.com/runbook, title: Runbook }]
spec:
  category: observability
  owner: group:default/platform
  lifecycle: production
  project: { name: Meter, maturity: incubating, homepage: https://example.com, repository: https://example.com/meter }
  verification: [{ by: Somebody, role: community, version: 1.2.3, date: 2026-11-21, reference: https://example.com/proof }]
  parameters:
    required: [namespace]
    properties:
      namespace: { type: string, default: meter, pattern: '^[a-z0-9-]{1,63}$', ui:advanced: true }
      replicas: { type: integer, minimum: 1, maximum: 5, default: 1 }
      token: { type: string, secret: true }
  demo:
    fixtures: demo/cluster.yaml
    description: The demo has a cluster that it fits.
    parameters: { replicas: 2 }
`;

const install = `${common}  type: install
  targets:
    roles:
      hub: { min: 1, max: 1, title: Hub }
      member: { min: 1, max: 5, select: { names: [a], environments: [dev], labels: { tier: one } } }
  preflight:
    - id: version
      title: New enough
      check: kubernetes:version
      if: parameters.replicas > 0
      input: { range: '>=1.21.0-0' }
      remedy: { text: Upgrade it., mission: upgrade, parameters: { replicas: 1 } }
  approval: { policy: required, count: 1, from: [group:default/platform], notStarter: true, expires: 24h }
  waves: [{ canary: 1, verify: true }, { percent: 100, parallel: 10 }]
  failureBudget: 1
  overlap: queue
  steps:
    - id: apply
      name: Apply it
      role: hub
      action: kubernetes:apply
      if: parameters.replicas > 0
      input:
        objects:
          - apiVersion: v1
            kind: Secret
            metadata: { name: meter, namespace: '\${{ parameters.namespace }}' }
            stringData: { token: '\${{ parameters.token }}' }
      timeout: { base: 5m, extendWhileProgressing: 15m }
      retry: { attempts: 2, backoff: 10s, maxBackoff: 1m, never: [HTTP_FAILED] }
      verify:
        - { id: is-there, check: kubernetes:ready, input: { namespace: '\${{ parameters.namespace }}' } }
    - id: restart
      title: Restart what it counts
      role: member
      action: kubernetes:restart
      needs: [apply]
      each: [shop, payments]
      input: { namespace: '\${{ each.value }}' }
      irreversible: Pods that are gone stay gone.
      sealed: true
    - id: register
      role: hub
      action: http:request
      input: { url: https://example.com/meters }
      undo: { action: http:request, input: { url: https://example.com/meters, method: DELETE } }
  verify:
    - { id: member, check: kubernetes:ready, input: { namespace: shop } }
    - { id: hub, check: kubernetes:ready, input: { namespace: '\${{ parameters.namespace }}', stableFor: 30s } }
`;

const orbit = `${common}  type: orbit
  targets: { min: 1, max: 50 }
  checks:
    - id: limits
      title: Limits
      check: kubernetes:resource-limits
      severity: high
      input: { namespace: '\${{ parameters.namespace }}', replicas: '\${{ parameters.replicas }}', token: '\${{ parameters.token }}' }
  schedule: { cadence: daily, timeZone: Europe/Berlin, grace: 2h, jitter: 5m, overlap: queue, history: 20 }
  dashboard: { title: Limits of all, description: Who may starve whom., groupBy: namespace }
`;

const parse = (text: string) =>
  parseMission(text, { source: 'test', location: 'mission.yaml' });

describe('every key of the format', () => {
  it.each([
    ['an installation', install],
    ['an orbit', orbit],
  ])('is taken in %s', (_, text) => {
    const { mission, problems } = parse(text);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(mission?.spec.demo).toEqual({
      fixtures: 'demo/cluster.yaml',
      description: 'The demo has a cluster that it fits.',
      parameters: { replicas: 2 },
    });
  });

  it('is used by one of both', () => {
    const specs = [install, orbit].map(text => parse(text).mission?.spec);
    const steps = specs.flatMap(spec => spec?.steps ?? []);
    const keys = (values: readonly (object | undefined)[]) =>
      new Set(values.flatMap(value => Object.keys(value ?? {})));
    const known = (part: string) =>
      new Set(Object.keys(missionJsonSchema().$defs?.[part].properties ?? {}));
    expect(keys(specs)).toEqual(known('Spec'));
    expect(keys(steps)).toEqual(known('Step'));
  });

  it('keeps what the page of an orbit is headed and grouped by', () => {
    expect(parse(orbit).mission?.spec.dashboard).toEqual({
      title: 'Limits of all',
      description: 'Who may starve whom.',
      groupBy: 'namespace',
    });
  });
});
