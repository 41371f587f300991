import type { Config } from '@backstage/config';
import { readStarterSettings, type StarterSettings } from './starterIdentity';
import type { Impersonation } from './transport/impersonation';

/** Allow and deny patterns with `*`. */
export interface PatternLists {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

/** One entry of `missions.clusters`. */
export interface ClusterSettings {
  /** Name or pattern with `*`. */
  readonly name: string;
  readonly title?: string;
  readonly environment?: string;
  readonly production?: boolean;
  readonly writable?: boolean;
  /** Needed besides `writable` for the cluster that the portal runs in. */
  readonly allowPortalCluster?: boolean;
  /** Most targets that may work on it at once. */
  readonly concurrency?: number;
  readonly namespaces: PatternLists;
  readonly kinds: PatternLists;
  readonly clusterScoped?: readonly string[];
  readonly impersonate?: Impersonation;
  /** Each run acts as the person who started it. */
  readonly starter?: StarterSettings;
}

/** What the configuration says about clusters. */
export interface ClustersConfig {
  readonly clusters: readonly ClusterSettings[];
  readonly portal: { readonly namespace?: string; readonly cluster?: string };
}

/** Reads `missions.clusters` and `missions.portal`; throws on a wrong type. */
export function readClustersConfig(config: Config): ClustersConfig {
  const portal = config.getOptionalConfig('missions.portal');
  return {
    clusters: (config.getOptionalConfigArray('missions.clusters') ?? []).map(
      readCluster,
    ),
    portal: {
      namespace: portal?.getOptionalString('namespace'),
      cluster: portal?.getOptionalString('cluster'),
    },
  };
}

/** The entry for a cluster: its own name first, else the first pattern that fits. */
export function settingsFor(
  config: ClustersConfig,
  name: string,
  matches: (pattern: string, name: string) => boolean,
): ClusterSettings | undefined {
  return (
    config.clusters.find(entry => entry.name === name) ??
    config.clusters.find(entry => matches(entry.name, name))
  );
}

function readCluster(config: Config): ClusterSettings {
  const impersonate = config.getOptionalConfig('impersonate');
  const starter = impersonate?.getOptionalConfig('starter');
  const others = ['user', 'groups', 'uid'].filter(key => impersonate?.has(key));
  if (starter && others.length > 0) {
    throw new Error(
      `impersonate of cluster '${config.getString(
        'name',
      )}' has starter and ${others.join(', ')}; it is one or the other`,
    );
  }
  return {
    name: config.getString('name'),
    title: config.getOptionalString('title'),
    environment: config.getOptionalString('environment'),
    production: config.getOptionalBoolean('production'),
    writable: config.getOptionalBoolean('writable'),
    allowPortalCluster: config.getOptionalBoolean('allowPortalCluster'),
    concurrency: readConcurrency(config),
    namespaces: readLists(config.getOptionalConfig('namespaces')),
    kinds: readLists(config.getOptionalConfig('kinds')),
    clusterScoped: config.getOptionalStringArray('clusterScoped'),
    impersonate:
      impersonate && !starter
        ? {
            user: impersonate.getString('user'),
            groups: impersonate.getOptionalStringArray('groups'),
            uid: impersonate.getOptionalString('uid'),
          }
        : undefined,
    starter: starter && readStarterSettings(starter),
  };
}

function readConcurrency(config: Config): number | undefined {
  const most = config.getOptionalNumber('concurrency');
  if (most !== undefined && !(Number.isInteger(most) && most >= 1)) {
    throw new Error(
      `missions.clusters[].concurrency of '${config.getString(
        'name',
      )}' is ${most}; it has to be a whole number from 1`,
    );
  }
  return most;
}

function readLists(config: Config | undefined): PatternLists {
  return {
    allow: config?.getOptionalStringArray('allow'),
    deny: config?.getOptionalStringArray('deny'),
  };
}
