import { readFile, writeFile } from 'node:fs/promises';

import { parseAllDocuments, stringify } from 'yaml';

/**
 * Tags of images that fail here as they fail on the simulated clusters: what
 * ends in `does-not-exist`, `broken` or `missing` cannot be pulled, `crash` and
 * `oom` end right after their start.
 */
const BAD_TAG = ':(.*[.-])?(does-not-exist|broken|missing)$';
const CRASH_TAG = ':crash$';
const OOM_TAG = ':oom$';

/** kwok's own pods take up to six seconds for each step. */
const DELAY = { durationMilliseconds: 100, jitterDurationMilliseconds: 400 };

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly kind: string };
    readonly selector: { readonly matchExpressions: readonly Requirement[] };
    readonly delay?: Record<string, unknown>;
  };
}

/**
 * Writes the stages of one cluster: kwok's own (from `source`), with pods that
 * take a moment instead of seconds, and failing ones by their image's tag.
 */
export async function writeStages(
  source: string,
  target: string,
): Promise<void> {
  const documents = parseAllDocuments(await readFile(source, 'utf8'));
  const stages = documents.map(document => adapt(document.toJS() as Stage));
  await writeFile(
    target,
    [...stages, readyAgainStage(), ...faultStages()]
      .map(stage => stringify(stage))
      .join('---\n'),
  );
}

function adapt(stage: Stage): Stage {
  if (stage.spec.resourceRef.kind !== 'Pod') {
    return stage;
  }
  // kwok lets a deleted pod linger for any part of its grace period, half a
  // minute; a kubelet whose container ends at the first signal does not.
  const { selector } = stage.spec;
  const { jitterDurationFrom: _lingering, ...delay } = stage.spec.delay ?? {};
  const matchExpressions =
    stage.metadata.name === 'pod-ready'
      ? [
          ...selector.matchExpressions,
          ...[BAD_TAG, CRASH_TAG, OOM_TAG].map(tag => imageHas(tag, 'NotIn')),
        ]
      : selector.matchExpressions;
  return {
    ...stage,
    spec: {
      ...stage.spec,
      selector: { ...selector, matchExpressions },
      delay: { ...delay, ...DELAY },
    },
  };
}

/**
 * After its node counted as lost (this machine stood still for a minute), the
 * controllers have made a pod not ready. A kubelet that is back says that it is
 * ready; kwok never does.
 */
function readyAgainStage() {
  const condition = (type: string, status: string): Requirement => ({
    key: `.status.conditions.[] | select( .type == "${type}" ) | .status`,
    operator: 'In',
    values: [status],
  });
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: 'pod-ready-again' },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: {
        matchExpressions: [
          { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
          { key: '.spec.readinessGates', operator: 'DoesNotExist' },
          { key: '.status.phase', operator: 'In', values: ['Running'] },
          condition('ContainersReady', 'True'),
          condition('Ready', 'False'),
        ],
      },
      weight: 1,
      delay: DELAY,
      next: {
        statusTemplate: `conditions:
- type: Ready
  status: "True"
  lastTransitionTime: {{ Now | Quote }}
`,
      },
    },
  };
}

function imageHas(tag: string, operator: 'In' | 'NotIn'): Requirement {
  return {
    key: `.spec.containers.[].image | test(${JSON.stringify(tag)})`,
    operator,
    values: ['true'],
  };
}

function waitingFor(reason: string): Requirement {
  return {
    key: '.status.containerStatuses.[].state.waiting.reason',
    operator: 'In',
    values: [reason],
  };
}

function faultStage(options: {
  readonly name: string;
  readonly when: readonly Requirement[];
  readonly event: { readonly reason: string; readonly message: string };
  readonly phase: string;
  readonly status: string;
}) {
  const { name, when, event, phase, status } = options;
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: {
        matchExpressions: [
          { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
          ...when,
        ],
      },
      weight: 1,
      delay: DELAY,
      next: {
        event: { type: 'Warning', ...event },
        statusTemplate: `containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: false
  started: false
${status.replace(/^/gm, '  ')}
{{ end }}
phase: ${phase}
`,
      },
    },
  };
}

function crashStage(
  name: string,
  tag: string,
  exitCode: number,
  reason: string,
) {
  return faultStage({
    name,
    when: [imageHas(tag, 'In'), waitingFor('ContainerCreating')],
    event: {
      reason: 'BackOff',
      message: 'Back-off restarting failed container',
    },
    phase: 'Running',
    status: `restartCount: 2
lastState:
  terminated:
    exitCode: ${exitCode}
    reason: ${reason}
    startedAt: {{ Now | Quote }}
    finishedAt: {{ Now | Quote }}
state:
  waiting:
    reason: CrashLoopBackOff
    message: {{ printf "back-off 20s restarting failed container=%s" .name | Quote }}`,
  });
}

function faultStages(): ReturnType<typeof faultStage>[] {
  return [
    faultStage({
      name: 'fault-image-pull',
      when: [imageHas(BAD_TAG, 'In'), waitingFor('ContainerCreating')],
      event: { reason: 'Failed', message: 'Error: ErrImagePull' },
      phase: 'Pending',
      status: `restartCount: 0
state:
  waiting:
    reason: ErrImagePull
    message: {{ printf "failed to pull and unpack image %q: not found" .image | Quote }}`,
    }),
    faultStage({
      name: 'fault-image-pull-back-off',
      when: [imageHas(BAD_TAG, 'In'), waitingFor('ErrImagePull')],
      event: { reason: 'Failed', message: 'Error: ImagePullBackOff' },
      phase: 'Pending',
      status: `restartCount: 0
state:
  waiting:
    reason: ImagePullBackOff
    message: {{ printf "Back-off pulling image %q" .image | Quote }}`,
    }),
    crashStage('fault-crash', CRASH_TAG, 1, 'Error'),
    crashStage('fault-out-of-memory', OOM_TAG, 137, 'OOMKilled'),
  ];
}
