import type { ProblemPath } from '../../format/problem';
import type { LintFinding, LintRule, LintSubject } from '../rule';
import { isMap } from '../walk';

interface Applied {
  readonly identity: string;
  readonly step: string;
  readonly role?: string;
  readonly path: ProblemPath;
}

/** Two steps that apply one object overwrite each other. */
export const sameObjectTwice: LintRule = {
  id: 'same-object-twice',
  severity: 'error',
  demands: 'No two steps apply the same object.',
  because:
    'The second apply drops what the first one set, and each run would change the object twice.',
  remedy: 'Put everything about the object into one step.',
  bad: `steps:
  - { id: one, action: kubernetes:apply, input: { objects: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: web } }] } }
  - { id: two, action: kubernetes:apply, input: { objects: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: web } }] } }`,
  good: `steps:
  - { id: one, action: kubernetes:apply, input: { objects: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: web } }] } }`,
  check: subject => {
    const seen: Applied[] = [];
    return applied(subject).flatMap((object): LintFinding[] => {
      const first = seen.find(
        other =>
          other.identity === object.identity &&
          (other.role === undefined ||
            object.role === undefined ||
            other.role === object.role),
      );
      seen.push(object);
      return first
        ? [
            {
              path: object.path,
              message: `${object.identity} is applied by "${first.step}" and again by "${object.step}"`,
            },
          ]
        : [];
    });
  },
};

function applied({ mission, actions }: LintSubject): Applied[] {
  return mission.spec.steps.flatMap((step, index) => {
    const objects = step.input?.objects;
    const writes = actions
      ? actions.get(step.action)?.effect === 'write'
      : step.action === 'kubernetes:apply';
    if (!writes || !Array.isArray(objects)) {
      return [];
    }
    return objects.flatMap((object: unknown, at): Applied[] => {
      const identity = isMap(object) ? identityOf(object) : undefined;
      return identity
        ? [
            {
              identity,
              step: step.id,
              role: step.role,
              path: ['spec', 'steps', index, 'input', 'objects', at],
            },
          ]
        : [];
    });
  });
}

/** Group, kind, namespace and name as they are written; versions are one object. */
function identityOf(object: Record<string, unknown>): string | undefined {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = isMap(metadata) ? metadata : object;
  if (
    typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    typeof name !== 'string' ||
    !isMap(metadata)
  ) {
    return undefined;
  }
  const group = apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/` : '';
  const where = typeof namespace === 'string' ? ` in ${namespace}` : '';
  return `${group}${kind} ${name}${where}`;
}
