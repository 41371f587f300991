import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  missionRbac,
  parseMission,
  type MissionRbac,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { stringify } from 'yaml';

/** The missions of this repository. */
export const MISSIONS = resolve(__dirname, '../../../../missions');

const SOURCE = 'mission-control';
const NAMESPACED = 'in-namespace';

/** A file of roles, and what it should say. */
export interface RbacFile {
  readonly file: string;
  readonly text: string;
}

/** The roles of each mission, with those that it starts, and of all together. */
export function missionRbacFiles(): RbacFile[] {
  const missions = new Map(
    readdirSync(MISSIONS, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('mission.yaml'))
      .sort()
      .map(location => {
        const text = readFileSync(join(MISSIONS, location), 'utf8');
        const { mission } = parseMission(text, { source: SOURCE, location });
        return [`${SOURCE}/${mission!.metadata.name}`, { location, mission }];
      }),
  );
  const withChildren = (ref: string): MissionSpec[] => {
    const { spec } = missions.get(ref)!.mission!;
    return [
      spec,
      ...startedBy(spec).flatMap(child =>
        missions.has(child) ? withChildren(child) : [],
      ),
    ];
  };
  const files = [...missions].map(([ref, { location, mission }]) => {
    const { name, title } = mission!.metadata;
    return {
      file: join(dirname(location), 'rbac.yaml'),
      text: manifests(
        name,
        `the mission "${title}", and to take it back`,
        missionRbac(withChildren(ref)),
      ),
    };
  });
  const all = [...missions.values()].map(({ mission }) => mission!.spec);
  return [
    ...files,
    {
      file: 'rbac.yaml',
      text: manifests('all', 'all missions of this folder', missionRbac(all)),
    },
  ];
}

/** Refs of the missions that its steps name. */
function startedBy({ steps }: MissionSpec): string[] {
  return steps.flatMap(({ action, input }) => {
    const name = action === 'mission:run' ? input?.mission : undefined;
    return typeof name === 'string'
      ? [name.includes('/') ? name : `${SOURCE}/${name}`]
      : [];
  });
}

function manifests(name: string, what: string, rbac: MissionRbac): string {
  const roles = [
    { name: `mission-control:${name}`, rules: rbac.cluster },
    { name: `mission-control:${name}:${NAMESPACED}`, rules: rbac.namespaced },
  ].filter(({ rules }) => rules.length > 0);
  const hint =
    rbac.namespaced.length > 0
      ? `
# Bind the first by a ClusterRoleBinding. Bind the second by a RoleBinding in
# each namespace that it goes to, or by a ClusterRoleBinding where it makes the
# namespace itself.`
      : `
# Bind it by a ClusterRoleBinding.`;
  return `# Generated from the missions: UPDATE_DOCS=1 yarn test packages/testbed/src/docs.
# The least rights for ${what}.${hint}
${roles
  .map(role =>
    stringify({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: role.name },
      rules: role.rules,
    }),
  )
  .join('---\n')}`;
}
