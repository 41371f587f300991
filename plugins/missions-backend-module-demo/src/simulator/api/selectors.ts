import { KubeObject, valueAt } from '../object';
import { badRequest } from '../status';

/** Tells whether an object is selected. */
export type Selector = (object: KubeObject) => boolean;

const COMMON_FIELDS = ['metadata.name', 'metadata.namespace'];
const KIND_FIELDS: Record<string, readonly string[]> = {
  Pod: [
    'status.phase',
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.podIP',
    'spec.hostNetwork',
  ],
  Event: [
    ...[
      'kind',
      'namespace',
      'name',
      'uid',
      'apiVersion',
      'resourceVersion',
      'fieldPath',
    ].map(field => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
  Node: ['spec.unschedulable'],
};

/** Reads a label selector: `a=b,c!=d,e in (f,g),h,!i`. */
export function parseLabelSelector(text: string): Selector {
  const tests = splitTop(text).map(labelTest);
  return object => tests.every(test => test(object.metadata.labels ?? {}));
}

/** Reads a field selector; only the fields that the kind indexes are allowed. */
export function parseFieldSelector(text: string, kind: string): Selector {
  const allowed = [...COMMON_FIELDS, ...(KIND_FIELDS[kind] ?? [])];
  const tests = text
    .split(',')
    .filter(Boolean)
    .map(part => {
      const match = /^([^!=]+)(==|=|!=)(.*)$/.exec(part);
      if (!match)
        throw badRequest(
          `invalid selector: '${part}'; can't understand '${part}'`,
        );
      const [, field, operator, value] = match;
      if (!allowed.includes(field)) {
        throw badRequest(
          kind in KIND_FIELDS
            ? `field label not supported: ${field}`
            : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
        );
      }
      return (object: KubeObject) => {
        const equal = String(valueAt(object, field.split('.')) ?? '') === value;
        return operator === '!=' ? !equal : equal;
      };
    });
  return object => tests.every(test => test(object));
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current].map(part => part.trim()).filter(Boolean);
}

function labelTest(part: string): (labels: Record<string, string>) => boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    const wanted = set[2] === 'in';
    return labels =>
      wanted
        ? set[1] in labels && values.includes(labels[set[1]])
        : !(set[1] in labels) || !values.includes(labels[set[1]]);
  }
  const equality = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality) {
    const [, key, operator, value] = equality;
    return labels =>
      operator === '!=' ? labels[key] !== value : labels[key] === value;
  }
  if (/^![^\s!=]+$/.test(part)) return labels => !(part.slice(1) in labels);
  if (/^[^\s!=()]+$/.test(part)) return labels => part in labels;
  throw badRequest(
    `unable to parse requirement: found '${part}', expected: '=', '!=', '==', 'in', notin'`,
  );
}
