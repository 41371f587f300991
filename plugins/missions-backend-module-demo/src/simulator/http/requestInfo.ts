/** What a request is about, from its method and path. */
export interface RequestInfo {
  readonly isResource: boolean;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
  readonly verb: string;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** The rest of the path behind `proxy`. */
  readonly tail?: string;
}

const VERBS: Record<string, string> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Reads method and URL the way the API server does for authorisation and routing. */
export function readRequestInfo(method: string, url: URL): RequestInfo {
  const path = url.pathname;
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const base = { path, group: '', version: '', plural: '' };
  const core = parts[0] === 'api' && parts.length > 2;
  const grouped = parts[0] === 'apis' && parts.length > 3;
  if (!core && !grouped) {
    return { ...base, isResource: false, verb: method.toLowerCase() };
  }
  const [group, version, rest] = core
    ? ['', parts[1], parts.slice(2)]
    : [parts[1], parts[2], parts.slice(3)];
  const located = locate(rest);
  const verb = verbOf(method, url, located.name);
  return { ...base, ...located, isResource: true, verb, group, version };
}

function locate(rest: string[]) {
  const inNamespace =
    rest[0] === 'namespaces' &&
    rest.length > 2 &&
    !NAMESPACE_SUBRESOURCES.has(rest[2]);
  const namespace = inNamespace ? rest[1] : undefined;
  const [plural, name, subresource, ...tail] = inNamespace
    ? rest.slice(2)
    : rest;
  const ownNamespace = plural === 'namespaces' ? name : undefined;
  return {
    plural,
    name,
    subresource,
    namespace: namespace ?? ownNamespace,
    tail: subresource === 'proxy' ? tail.join('/') : undefined,
  };
}

function verbOf(method: string, url: URL, name: string | undefined): string {
  const verb = VERBS[method] ?? method.toLowerCase();
  if (verb === 'get' && !name) {
    return /^(true|1)$/.test(url.searchParams.get('watch') ?? '')
      ? 'watch'
      : 'list';
  }
  if (verb === 'delete' && !name) return 'deletecollection';
  return verb;
}
