import { IncomingMessage, ServerResponse } from 'node:http';
import { Cluster } from '../cluster';
import { apiVersionOf, Resource } from '../kinds/resource';
import { openApiOf } from '../schema/recorded';
import { notSimulated } from '../status';
import { isAcceptable } from './accept';
import { sendJson } from './reply';

const PATCH_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];

/** Answers `/openapi/…`: version 3 in JSON; version 2 is not simulated. */
export function serveOpenApi(
  cluster: Cluster,
  [version, ...parts]: string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (version !== 'v3') throw notSimulated(request.url ?? 'openapi');
  if (parts.length === 0) {
    // The index is JSON, whatever the client takes.
    sendJson(response, 200, openApiIndex(cluster));
    return;
  }
  const [group, groupVersion] =
    parts[0] === 'api' ? ['', parts[1]] : [parts[1], parts[2]];
  const document = openApiDocument(cluster, group, groupVersion);
  // A real server says neither of these in words.
  if (!document) {
    response.writeHead(404).end();
  } else if (!isAcceptable(request)) {
    response.writeHead(406).end();
  } else {
    sendJson(response, 200, document);
  }
}

/** `/openapi/v3`. */
function openApiIndex(cluster: Cluster) {
  const versions = new Set(cluster.resources().map(apiVersionOf));
  return {
    paths: Object.fromEntries(
      [...versions].map(version => {
        const path = version.includes('/')
          ? `apis/${version}`
          : `api/${version}`;
        return [
          path,
          { serverRelativeURL: `/openapi/v3/${path}?hash=${cluster.version}` },
        ];
      }),
    ),
  };
}

/**
 * `/openapi/v3/apis/<group>/<version>`: the schemas of the kinds, and of the
 * paths what kubectl looks for: how an object is read, and that a patch knows `fieldValidation`.
 */
function openApiDocument(cluster: Cluster, groupName: string, version: string) {
  const found = cluster
    .resources()
    .filter(item => item.group === groupName && item.version === version);
  if (found.length === 0) return undefined;
  const schemas: Record<string, unknown> = {};
  for (const resource of found) {
    const recorded = resource.custom
      ? undefined
      : openApiOf(groupName, version, resource.kind);
    const gvk = [{ group: groupName, version, kind: resource.kind }];
    if (recorded) {
      collect(recorded.name, recorded.types, schemas);
      schemas[recorded.name] = {
        ...(schemas[recorded.name] as object),
        'x-kubernetes-group-version-kind': gvk,
      };
    } else {
      const definition = cluster.get(
        'customresourcedefinitions.apiextensions.k8s.io',
        '',
        `${resource.plural}.${groupName}`,
      );
      const own = definition?.spec.versions.find(
        (item: any) => item.name === version,
      )?.schema?.openAPIV3Schema;
      const name = `${groupName.split('.').reverse().join('.')}.${version}.${
        resource.kind
      }`;
      schemas[name] = { ...own, 'x-kubernetes-group-version-kind': gvk };
    }
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: minorOf(cluster.version) },
    paths: Object.fromEntries(found.map(pathEntry)),
    components: { schemas },
  };
}

function pathEntry({
  group: name,
  version,
  kind,
  namespaced,
  plural,
}: Resource) {
  const root = name ? `/apis/${name}/${version}` : `/api/${version}`;
  const operation = {
    'x-kubernetes-group-version-kind': { group: name, version, kind },
    responses: { 200: { description: 'OK' } },
  };
  const parameters = PATCH_PARAMETERS.map(parameter => ({
    name: parameter,
    in: 'query',
    schema: { type: parameter === 'force' ? 'boolean' : 'string' },
  }));
  return [
    `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`,
    {
      get: { ...operation, 'x-kubernetes-action': 'get' },
      patch: { ...operation, 'x-kubernetes-action': 'patch', parameters },
    },
  ];
}

function collect(
  name: string,
  types: Record<string, unknown>,
  into: Record<string, unknown>,
): void {
  if (into[name] || !types[name]) return;
  const text = JSON.stringify(types[name]);
  into[name] = JSON.parse(
    text.replaceAll('"$ref":"#', '"$ref":"#/components/schemas/'),
  );
  for (const [, ref] of text.matchAll(/"\$ref":"#([^"]+)"/g))
    collect(ref, types, into);
}

/** `1.36` of `v1.36.3`. */
function minorOf(version: string): string {
  return version.replace(/^v(\d+\.\d+).*/, '$1');
}
