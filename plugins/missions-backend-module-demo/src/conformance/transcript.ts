import type { Exchange, Exemption } from './scenario';

/** Values that no two servers share, and fields that are of no account. */
const GENERATED = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'time',
  'lastTransitionTime',
  'lastPhaseTransitionTime',
  'lastUpdateTime',
  'lastProbeTime',
  'firstTimestamp',
  'lastTimestamp',
  'startTime',
  'startedAt',
  'finishedAt',
  'completionTime',
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'storageVersionHash',
]);
const RANDOM_NAME = /(gen-|kube-api-access-)[a-z0-9]{5}/g;
const REVISION_OF = 'deployment.kubernetes.io/revision';
const REVISION = /(ResourceVersion in (?:the precondition|record) )\(\d+\)/g;
/** What a template's hash is made of: each server hashes in its own way. */
const HASH =
  /-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[a-z0-9]{5})?(?=[^a-z0-9]|$)/g;
const HASH_LABEL = /("pod-template-hash":")[a-z0-9]+"/g;
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** One field in which two answers differ. */
interface Difference {
  readonly path: readonly string[];
  readonly left: unknown;
  readonly right: unknown;
}

/**
 * What two runs of a scenario said differently, one line each; empty when they
 * agree in all that is not exempt.
 *
 * @public
 */
export function compareTranscripts(
  one: { exchanges: readonly Exchange[]; namespace: string },
  other: { exchanges: readonly Exchange[]; namespace: string },
  except: readonly Exemption[] = [],
): string[] {
  const left = one.exchanges.map(item => normalise(item, one.namespace));
  const right = other.exchanges.map(item => normalise(item, other.namespace));
  if (left.length !== right.length) {
    return [`${left.length} requests against ${right.length}`];
  }
  const exempt = except.flatMap(({ fields }) => fields);
  const declined = except.flatMap(({ declined: statuses = [] }) => statuses);
  const declines = ({ status }: { status: number }) =>
    declined.includes(status);
  return left.flatMap((item, i) =>
    (declines(item) || declines(right[i]) ? [] : differences(item, right[i]))
      .filter(({ path }) => !exempt.some(field => covers(field, path)))
      .map(
        difference =>
          `${i + 1}. ${item.request} ${difference.path.join('.')}: ${short(
            difference.left,
          )} ≠ ${short(difference.right)}`,
      ),
  );
}

/** Whether a field of the body, or of each item of a list, is what differs or above it. */
function covers(field: string, [start, ...path]: readonly string[]): boolean {
  const below = path[0] === 'items' ? path.slice(2) : path;
  return start === 'body' && `${below.join('.')}.`.startsWith(`${field}.`);
}

function normalise({ request, response }: Exchange, namespace: string) {
  const text = JSON.stringify({
    request,
    status: response.status,
    body: response.body,
  })
    .replaceAll(namespace, '<namespace>')
    .replace(UID, '<uid>')
    .replace(HASH_LABEL, '$1<hash>"')
    .replace(HASH, (_all, pod) => (pod ? '-<hash>-<random>' : '-<hash>'))
    .replace(RANDOM_NAME, '$1<random>')
    .replace(REVISION, '$1<revision>');
  const value = JSON.parse(text);
  return {
    request: value.request as string,
    status: value.status,
    body: sortHashed(mask(parseLines(value.body))),
  };
}

/** A server lists by name; where hashes make the names, revisions give the order. */
function sortHashed(body: any): any {
  if (!Array.isArray(body?.items)) return body;
  const isHashed = body.items.some((item: any) =>
    item.metadata?.name?.includes('<hash>'),
  );
  const revisionOf = (item: any) =>
    Number(item.metadata.annotations?.[REVISION_OF] ?? 0);
  return isHashed
    ? {
        ...body,
        items: [...body.items].sort((a, b) => revisionOf(a) - revisionOf(b)),
      }
    : body;
}

/** The lines of a watch. */
function parseLines(body: unknown): unknown {
  if (typeof body !== 'string' || !body.startsWith('{')) return body;
  return body
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}

function mask(value: any): any {
  if (Array.isArray(value)) return value.map(mask);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, child]) =>
          key !== 'storageVersionHash' && !(key === 'continue' && child),
      )
      .map(([key, child]) => [
        key,
        GENERATED.has(key) && typeof child !== 'object'
          ? '<generated>'
          : maskList(key, child),
      ]),
  );
}

function maskList(key: string, child: unknown): unknown {
  if (key === 'clusterIPs') return ['<generated>'];
  if (key !== 'managedFields' || !Array.isArray(child)) return mask(child);
  return Object.fromEntries(
    child.map(entry => [
      `${entry.manager}/${entry.operation}/${entry.subresource ?? ''}`,
      mask(entry),
    ]),
  );
}

function differences(
  left: any,
  right: any,
  path: readonly string[] = [],
): Difference[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  const both = [left, right].every(
    item => item !== null && typeof item === 'object',
  );
  if (!both || Array.isArray(left) !== Array.isArray(right)) {
    return [{ path, left, right }];
  }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap(key =>
    differences(left[key], right[key], [...path, key]),
  );
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
}
