import { MissionError } from '@mission-control/plugin-missions-common';
import {
  isApiVersion,
  isKindName,
  isPlural,
  type ServedResource,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** Groups and versions that are asked for; clusters full of operators have some hundred. */
const MAX_VERSIONS = 2_000;

const groupList = z.object({
  groups: z
    .array(
      z.object({
        versions: z.array(z.object({ groupVersion: z.string() })),
        preferredVersion: z.object({ groupVersion: z.string() }).nullish(),
      }),
    )
    .nullish(),
});

const resourceList = z.object({
  resources: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string(),
        namespaced: z.boolean().nullish(),
        verbs: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** The versions of all groups of `/apis`, the preferred one of each first. Throws KUBERNETES_SERVER_ERROR. */
export function readGroupVersions(body: unknown): string[] {
  const { groups } = parsed(groupList, '/apis', body);
  const versions = (groups ?? []).flatMap(group => {
    const preferred = group.preferredVersion?.groupVersion;
    const all = group.versions.map(version => version.groupVersion);
    return preferred
      ? [preferred, ...all.filter(version => version !== preferred)]
      : all;
  });
  const different = [...new Set(versions)];
  const foreign = different.find(version => !isApiVersion(version));
  if (foreign !== undefined) {
    throw strange('/apis', `${JSON.stringify(foreign)} is no API version`);
  }
  if (different.length > MAX_VERSIONS) {
    throw strange('/apis', `it names ${different.length} versions of groups`);
  }
  return different;
}

/**
 * What a group version serves, subresources with what they are of. Left out is
 * what no request can be made for, such as what adapters of metrics list.
 * Throws KUBERNETES_SERVER_ERROR.
 */
export function readResources(
  apiVersion: string,
  body: unknown,
): ServedResource[] {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const all = parsed(resourceList, apiVersion, body).resources ?? [];
  const subresources = new Map<string, string[]>();
  for (const { name } of all) {
    const at = name.indexOf('/');
    if (at >= 0) {
      const owner = name.slice(0, at);
      const found = subresources.get(owner) ?? [];
      found.push(name.slice(at + 1));
      subresources.set(owner, found);
    }
  }
  return all
    .filter(({ name, kind }) => isPlural(name) && isKindName(kind))
    .map(resource => ({
      group,
      version,
      resource: resource.name,
      kind: resource.kind,
      namespaced: resource.namespaced ?? false,
      verbs: resource.verbs ?? [],
      subresources: subresources.get(resource.name) ?? [],
    }));
}

function parsed<T>(schema: z.ZodType<T>, what: string, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) {
    const [{ path }] = error.issues;
    throw strange(
      what,
      `${path.join('.') || 'the answer'} is missing or of another type`,
    );
  }
  return data;
}

function strange(what: string, problem: string): MissionError {
  return new MissionError(
    'KUBERNETES_SERVER_ERROR',
    `What the cluster says of its API (${what}) cannot be understood: ${problem}`,
    {
      remedy:
        'Look what answers at the address of the cluster: no API server sends this.',
      retryable: false,
    },
  );
}
