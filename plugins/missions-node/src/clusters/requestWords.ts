/** What a request is about, read from its path; for messages and guards. @public */
export interface RequestWords {
  /** Kubernetes verb, such as get, list, patch. */
  readonly verb: string;
  readonly group: string;
  readonly version?: string;
  /** Plural resource with subresource, such as pods/log; undefined for /version and the like. */
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly path: string;
}

const VERBS: Record<string, string> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/**
 * Names verb, resource, namespace and name of a request by the shape of
 * Kubernetes paths (/api/v1/…, /apis/group/version/…).
 * @public
 */
export function requestWords(options: {
  method?: string;
  path: string;
  watch?: boolean;
}): RequestWords {
  const { method = 'GET', path, watch } = options;
  const parts = path.split('/').filter(Boolean).map(decodeSegment);
  let rest: string[];
  let group = '';
  let version: string | undefined;
  if (parts[0] === 'api' && parts.length > 2) {
    [, version] = parts;
    rest = parts.slice(2);
  } else if (parts[0] === 'apis' && parts.length > 3) {
    [, group, version] = parts;
    rest = parts.slice(3);
  } else {
    return { verb: VERBS[method] ?? 'get', group, path };
  }

  let namespace: string | undefined;
  if (rest[0] === 'namespaces' && rest.length > 2 && !isOfNamespace(rest[2])) {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [plural, name, subresource] = rest;
  const read = name === undefined ? 'list' : 'get';
  let verb = VERBS[method] ?? (watch ? 'watch' : read);
  if (verb === 'delete' && name === undefined) {
    verb = 'deletecollection';
  }
  return {
    verb,
    group,
    version,
    resource: subresource ? `${plural}/${subresource}` : plural,
    subresource,
    namespace,
    name,
    path,
  };
}

/** `deployments.apps in namespace web`, as people say it. @public */
export function describeResource(words: RequestWords): string {
  if (!words.resource) {
    return words.path;
  }
  const resource = words.group
    ? `${words.resource} (${words.group})`
    : words.resource;
  return words.namespace
    ? `${resource} in namespace ${words.namespace}`
    : resource;
}

/** Subresources of a namespace itself, which is a cluster-scoped object. */
function isOfNamespace(part: string): boolean {
  return part === 'status' || part === 'finalize';
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
