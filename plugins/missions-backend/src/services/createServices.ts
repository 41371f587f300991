import type {
  BackstageCredentials,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  runReadPermission,
  type Status,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../clusters';
import {
  clusterResourceRef,
  missionResourceRef,
  registerPermissions,
  runResourceRef,
} from '../permissions';
import type { EnginePart } from '../pulse';
import type { Registry } from '../registry';
import type { Store } from '../store';
import { readMissions } from '../store/operations/readMissions';
import { readRunResources } from '../store/operations/readRunResources';
import { AuthorizedApprovalService, DefaultApprovalService } from './approvals';
import type { UserResolver } from './AskingUser';
import { AuthorizedBrakeService, DefaultBrakeService } from './brakes';
import {
  AuthorizedClusterService,
  DefaultClusterService,
  toClusterResource,
} from './clusters';
import { AuthorizedMissionService, DefaultMissionService } from './missions';
import {
  AuthorizedOrbitService,
  DefaultOrbitService,
  orbitSightFinder,
} from './orbits';
import {
  AuthorizedPreflightService,
  DefaultPreflightService,
} from './preflight';
import {
  AuthorizedRunService,
  ChildAuthorizer,
  DefaultRunService,
  ReachFinder,
  type RunCreator,
} from './runs';
import { runScope } from './runScope';
import { DefaultStatusService } from './status';
import { AuthorizedUndoKitService, DefaultUndoKitService } from './undoKit';

/**
 * Builds every service and puts the authorized one before it; registers the
 * permissions that they ask for. Only authorized services leave.
 */
export function createServices(options: {
  store: Store;
  registry: Registry;
  clusters: ClusterRegistry;
  creator: RunCreator;
  users: UserResolver;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  logger: LoggerService;
  /** Those of this process whose trouble people are told. */
  parts: readonly EnginePart[];
  /** What is told of the sealing keys. */
  sealing?: () => Promise<Status['sealing']>;
  version: string;
}) {
  const {
    store,
    registry,
    clusters,
    creator,
    users,
    permissions,
    permissionsRegistry,
    logger,
    parts,
    sealing,
    version,
  } = options;
  registerPermissions(permissionsRegistry, {
    async missions(refs) {
      const found = await readMissions({ tx: store.db, refs });
      return refs.map(
        ref => found.find(mission => mission.summary.ref === ref)?.summary,
      );
    },
    runs: runIds => readRunResources({ tx: store.db, runIds }),
    cluster: async name => toClusterResource(await clusters.get(name)),
  });
  const fitsMission = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(missionResourceRef),
  );
  const plainRuns = DefaultRunService.create({ store, creator, users });
  const children = ChildAuthorizer.create({
    reach: ReachFinder.create({ store, clusters, creator }),
    users,
    permissions,
  });
  const fitsCluster = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(clusterResourceRef),
  );
  const toRunQuery = createConditionTransformer(
    permissionsRegistry.getPermissionRuleset(runResourceRef),
  );
  const readableRuns = (credentials: BackstageCredentials) =>
    runScope({
      permissions,
      credentials,
      permission: runReadPermission,
      toQuery: toRunQuery,
    });
  const missions = AuthorizedMissionService.create({
    inner: DefaultMissionService.create({ store, registry }),
    permissions,
    fits: fitsMission,
    readableRuns,
  });
  const runs = AuthorizedRunService.create({
    inner: plainRuns,
    permissions,
    toQuery: toRunQuery,
    children,
    missions,
  });
  return {
    runs,
    undoKits: AuthorizedUndoKitService.create({
      inner: DefaultUndoKitService.create({ store, registry }),
      permissions,
    }),
    missions,
    clusters: AuthorizedClusterService.create({
      inner: DefaultClusterService.create({ registry: clusters }),
      permissions,
      fits: fitsCluster,
    }),
    brakes: AuthorizedBrakeService.create({
      inner: DefaultBrakeService.create({
        store,
        registry: clusters,
        users,
        logger,
      }),
      permissions,
      fits: fitsCluster,
      clusters: async () => (await clusters.list()).map(toClusterResource),
    }),
    approvals: AuthorizedApprovalService.create({
      inner: DefaultApprovalService.create({ store, users }),
      permissions,
      readableRuns,
    }),
    orbits: AuthorizedOrbitService.create({
      inner: DefaultOrbitService.create({
        store,
        creator,
        clusters,
        runs: plainRuns,
        users,
      }),
      permissions,
      fits: fitsMission,
      children,
      missions,
      runs,
      sight: orbitSightFinder({
        permissions,
        readableRuns,
        clusters: async () => (await clusters.list()).map(toClusterResource),
        fits: fitsCluster,
      }),
      resources: async () =>
        (await readMissions({ tx: store.db })).map(mission => mission.summary),
    }),
    preflight: AuthorizedPreflightService.create({
      inner: DefaultPreflightService.create({
        store,
        registry,
        clusters,
        users,
        creator,
      }),
      permissions,
      clusters,
      missions,
    }),
    status: DefaultStatusService.create({
      store,
      runs,
      users,
      permissions,
      hasDemo: async () =>
        (await clusters.list()).some(({ guard }) => guard.demo),
      parts,
      sealing,
      version,
    }),
  };
}
