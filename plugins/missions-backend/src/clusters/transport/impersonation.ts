/** Kubernetes impersonation: who the portal acts as on one cluster. */
export interface Impersonation {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
}

/** Headers by which the API server lets the portal act as somebody. */
export type ImpersonationHeaders = Record<string, string | string[]>;

/** Names of the extra values; lower case, as headers lose the case. */
const RUN_EXTRA = 'Impersonate-Extra-mission-control-run';
const MISSION_EXTRA = 'Impersonate-Extra-mission-control-mission';

/** The headers of an identity. Names are sent as UTF-8, which is how the API server reads them. */
export function impersonationHeaders(
  impersonate: Impersonation,
): ImpersonationHeaders {
  return {
    'Impersonate-User': utf8(impersonate.user),
    ...(impersonate.groups?.length
      ? { 'Impersonate-Group': impersonate.groups.map(utf8) }
      : {}),
    ...(impersonate.uid ? { 'Impersonate-Uid': utf8(impersonate.uid) } : {}),
  };
}

/** What the audit log of the cluster says of the run, beside who acts. */
export function runExtras(run: {
  runId: string;
  missionName: string;
}): ImpersonationHeaders {
  return { [RUN_EXTRA]: run.runId, [MISSION_EXTRA]: run.missionName };
}

/** HTTP clients write one byte for each character of a header. */
function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
