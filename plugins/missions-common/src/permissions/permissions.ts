import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of missions; its ref is `<source>/<name>`. @public */
export const RESOURCE_TYPE_MISSION = 'missions-mission';

/** Resource type of runs; its ref is the run id. @public */
export const RESOURCE_TYPE_RUN = 'missions-run';

/** Resource type of clusters; its ref is the cluster's name. @public */
export const RESOURCE_TYPE_CLUSTER = 'missions-cluster';

/** See a mission, its source and its problems. @public */
export const missionReadPermission = createPermission({
  name: 'missions.mission.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MISSION,
});

/**
 * Start a run of a mission. Asked together with
 * {@link clusterUsePermission} for each cluster of the run.
 * @public
 */
export const runCreatePermission = createPermission({
  name: 'missions.run.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MISSION,
});

/** See a run: plan, logs, evidence and journal, all masked. @public */
export const runReadPermission = createPermission({
  name: 'missions.run.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Cancel, pause and resume a run. @public */
export const runCancelPermission = createPermission({
  name: 'missions.run.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/**
 * Approve or reject a plan. Needed beside being named by the approval's
 * policy, never instead of it.
 * @public
 */
export const runApprovePermission = createPermission({
  name: 'missions.run.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Let a run go on outside of its change windows, with a reason. @public */
export const runPassWindowsPermission = createPermission({
  name: 'missions.run.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Start the run that takes a run back. @public */
export const runUndoPermission = createPermission({
  name: 'missions.run.undo',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/**
 * Take an undo kit of a run away: what the run changed, secrets in clear, as a
 * file. Asked together with {@link runUndoPermission}. No `read`: policies that
 * let everybody read would hand secrets out.
 * @public
 */
export const runExportPermission = createPermission({
  name: 'missions.run.export',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Re-check a blocked target; retry, skip or close a failed one. @public */
export const runDecidePermission = createPermission({
  name: 'missions.run.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** See the orbits of a mission. @public */
export const orbitReadPermission = createPermission({
  name: 'missions.orbit.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MISSION,
});

/** Enable a mission as an orbit. @public */
export const orbitCreatePermission = createPermission({
  name: 'missions.orbit.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MISSION,
});

/** Pause, resume, disable or run an orbit of a mission now. @public */
export const orbitUpdatePermission = createPermission({
  name: 'missions.orbit.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MISSION,
});

/** See a cluster. @public */
export const clusterReadPermission = createPermission({
  name: 'missions.cluster.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CLUSTER,
});

/** Start runs on a cluster and ask it for preflight. @public */
export const clusterUsePermission = createPermission({
  name: 'missions.cluster.use',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CLUSTER,
});

/**
 * Freeze a cluster, so that missions begin no write on it, and lift that. An
 * environment needs it for each of its clusters, the whole instance without
 * conditions.
 * @public
 */
export const clusterFreezePermission = createPermission({
  name: 'missions.cluster.freeze',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CLUSTER,
});

/** Put a demo cluster back to its first state. @public */
export const clusterResetPermission = createPermission({
  name: 'missions.cluster.reset',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CLUSTER,
});

/** Permissions on missions. @public */
export const missionPermissions = [
  missionReadPermission,
  runCreatePermission,
  orbitReadPermission,
  orbitCreatePermission,
  orbitUpdatePermission,
];

/** Permissions on runs. @public */
export const runPermissions = [
  runReadPermission,
  runCancelPermission,
  runApprovePermission,
  runUndoPermission,
  runExportPermission,
  runDecidePermission,
  runPassWindowsPermission,
];

/** Permissions on clusters. @public */
export const clusterPermissions = [
  clusterReadPermission,
  clusterUsePermission,
  clusterFreezePermission,
  clusterResetPermission,
];

/** All permissions of Mission Control. @public */
export const missionsPermissions = [
  ...missionPermissions,
  ...runPermissions,
  ...clusterPermissions,
];
