import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { MissionError } from '@mission-control/plugin-missions-common';
import type { createOpenApiRouter } from '../schema/openapi';
import type { ApprovalService } from '../services/approvals';
import type { BrakeService } from '../services/brakes';
import type { ClusterService } from '../services/clusters';
import type { MissionService } from '../services/missions';
import type { OrbitService } from '../services/orbits';
import type { PreflightService } from '../services/preflight';
import type { RunService } from '../services/runs';
import type { StatusService } from '../services/status';
import type { UndoKitService } from '../services/undoKit';
import type { RunFeed } from '../store';
import type { Telemetry } from '../telemetry';

/** The router that validates by openapi.yaml. */
export type MissionsRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;

/** What routes are made of: authorized services only. */
export interface RouteOptions {
  readonly missions: MissionService;
  readonly runs: RunService;
  readonly undoKits: UndoKitService;
  readonly approvals: ApprovalService;
  readonly brakes: BrakeService;
  readonly clusters: ClusterService;
  readonly orbits: OrbitService;
  readonly preflight: PreflightService;
  readonly status: StatusService;
  readonly feed: RunFeed;
  /** Counts viewers; absent: nobody does. */
  readonly telemetry?: Telemetry;
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  /** Why nothing may be written now. Default: it may. */
  readonly whyNoWrites?: () => MissionError | undefined;
  /** Kilobytes of a request's body. Default: 512. */
  readonly maxBodyKilobytes?: number;
  /** Aborted when the portal shuts down: streams end. */
  readonly shutdown: AbortSignal;
}
