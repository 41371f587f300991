import { Exchange } from './scenario';

/** Values that no two servers share, and fields that are of no account. */
const GENERATED = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'time',
  'lastTransitionTime',
  'lastUpdateTime',
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'storageVersionHash',
]);
const RANDOM_NAME = /(gen-|kube-api-access-)[a-z0-9]{5}/g;
const REVISION = /(ResourceVersion in (?:the precondition|record) )\(\d+\)/g;
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What two runs of a scenario said differently, one line each; empty when they agree. */
export function compareTranscripts(
  one: { exchanges: readonly Exchange[]; namespace: string },
  other: { exchanges: readonly Exchange[]; namespace: string },
): string[] {
  const left = one.exchanges.map(item => normalise(item, one.namespace));
  const right = other.exchanges.map(item => normalise(item, other.namespace));
  if (left.length !== right.length) {
    return [`${left.length} requests against ${right.length}`];
  }
  return left.flatMap((item, i) =>
    differences(item, right[i], `${i + 1}. ${left[i].request}`),
  );
}

function normalise({ request, response }: Exchange, namespace: string) {
  const text = JSON.stringify({
    request,
    status: response.status,
    body: response.body,
  })
    .replaceAll(namespace, '<namespace>')
    .replace(UID, '<uid>')
    .replace(RANDOM_NAME, '$1<random>')
    .replace(REVISION, '$1<revision>');
  const value = JSON.parse(text);
  return {
    request: value.request as string,
    status: value.status,
    body: mask(parseLines(value.body)),
  };
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

function differences(left: any, right: any, path: string): string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  const both = [left, right].every(
    item => item !== null && typeof item === 'object',
  );
  if (!both || Array.isArray(left) !== Array.isArray(right)) {
    return [`${path}: ${short(left)} ≠ ${short(right)}`];
  }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap(key =>
    differences(left[key], right[key], `${path} ${key}`),
  );
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
}
