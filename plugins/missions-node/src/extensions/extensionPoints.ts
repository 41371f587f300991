import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { MissionAction } from '../actions';
import type { MissionCheck } from '../checks';
import type { ClusterProvider } from '../clusters';

/** @public */
export interface MissionActionsExtensionPoint {
  addActions(...actions: MissionAction[]): void;
}

/** Where modules register actions. @public */
export const missionActionsExtensionPoint =
  createExtensionPoint<MissionActionsExtensionPoint>({
    id: 'missions.actions',
  });

/** @public */
export interface MissionChecksExtensionPoint {
  addChecks(...checks: MissionCheck[]): void;
}

/** Where modules register checks. @public */
export const missionChecksExtensionPoint =
  createExtensionPoint<MissionChecksExtensionPoint>({ id: 'missions.checks' });

/** @public */
export interface MissionClustersExtensionPoint {
  addProvider(provider: ClusterProvider): void;
}

/** Where modules register sources of clusters. @public */
export const missionClustersExtensionPoint =
  createExtensionPoint<MissionClustersExtensionPoint>({
    id: 'missions.clusters',
  });

/** A message to people. @public */
export interface MissionNotification {
  readonly recipients: readonly string[];
  /** Not told, although a group of the recipients has them. */
  readonly except?: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly link: string;
  readonly severity: 'low' | 'normal' | 'high' | 'critical';
  /** The same scope replaces the earlier message. */
  readonly scope: string;
}

/** Tells people something. Must not throw for a recipient that is gone. @public */
export interface MissionNotifier {
  readonly id: string;
  notify(notification: MissionNotification): Promise<void>;
}

/** @public */
export interface MissionNotifiersExtensionPoint {
  addNotifier(notifier: MissionNotifier): void;
}

/** Where modules register ways to tell people. @public */
export const missionNotifiersExtensionPoint =
  createExtensionPoint<MissionNotifiersExtensionPoint>({
    id: 'missions.notifiers',
  });
