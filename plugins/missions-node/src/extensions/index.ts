export {
  missionActionsExtensionPoint,
  missionChecksExtensionPoint,
  missionClustersExtensionPoint,
  missionNotifiersExtensionPoint,
} from './extensionPoints';
export type {
  MissionActionsExtensionPoint,
  MissionChecksExtensionPoint,
  MissionClustersExtensionPoint,
  MissionNotification,
  MissionNotifier,
  MissionNotifiersExtensionPoint,
} from './extensionPoints';
