import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { Duration } from 'luxon';
import { matchesPattern, readClustersConfig, settingsFor } from '../clusters';
import { defaultRules, type EngineRules } from '../engine';
import { readChangeWindows } from './readChangeWindows';

/** What the configuration decides about runs; defaults where it says nothing. */
export function readEngineRules(config: RootConfigService): EngineRules {
  const automatic = config.getOptionalConfig('missions.approval.automatic');
  return {
    ...defaultRules,
    automatic: {
      emptyPlans:
        automatic?.getOptionalBoolean('emptyPlans') ??
        defaultRules.automatic.emptyPlans,
      demo:
        automatic?.getOptionalBoolean('demo') ?? defaultRules.automatic.demo,
    },
    clusterLimit: readClusterLimit(config),
    undoRetentionMs: config.has('missions.undo.retention')
      ? Duration.fromObject(
          readDurationFromConfig(config, { key: 'missions.undo.retention' }),
        ).as('milliseconds')
      : defaultRules.undoRetentionMs,
    windows: readChangeWindows(config),
  };
}

/** The limits of `missions.clusters[].concurrency`; undefined: there is none. */
function readClusterLimit(
  config: RootConfigService,
): EngineRules['clusterLimit'] {
  const clusters = readClustersConfig(config);
  return clusters.clusters.some(entry => entry.concurrency !== undefined)
    ? name => settingsFor(clusters, name, matchesPattern)?.concurrency
    : undefined;
}
