import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_MISSION,
  type MissionSummary,
} from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** What rules on missions look at. */
export type MissionResource = Pick<
  MissionSummary,
  'ref' | 'type' | 'category' | 'owner' | 'source'
>;

/** Missions are few: lists are filtered in memory, by the resource itself. */
export type MissionQuery = { key: keyof MissionResource; values: string[] };

/** The resource type of missions. */
export const missionResourceRef = createPermissionResourceRef<
  MissionResource,
  MissionQuery
>().with({ pluginId: 'missions', resourceType: RESOURCE_TYPE_MISSION });

const rule = <TKey extends keyof MissionResource>(options: {
  name: string;
  description: string;
  key: TKey;
  values: string;
}) =>
  createPermissionRule({
    name: options.name,
    description: options.description,
    resourceRef: missionResourceRef,
    paramsSchema: z.object({
      values: z.array(z.string()).describe(options.values),
    }),
    apply: (mission, { values }) => {
      const value = mission[options.key];
      return value !== undefined && values.includes(value);
    },
    toQuery: ({ values }) => ({ key: options.key, values }),
  });

/** The mission is one of these. */
export const isMission = rule({
  name: 'IS_MISSION',
  description: 'Allow missions with one of the given refs',
  key: 'ref',
  values: 'Mission refs, such as mission-control/install-web-application',
});

/** The mission comes from one of these sources. */
export const hasMissionSource = rule({
  name: 'HAS_SOURCE',
  description: 'Allow missions of the given sources',
  key: 'source',
  values: 'Names of sources, as configured in missions.sources',
});

/** The mission is of one of these types. */
export const hasMissionType = rule({
  name: 'HAS_TYPE',
  description: 'Allow missions of the given types',
  key: 'type',
  values: 'install, fix, orbit or sequence',
});

/** The mission is in one of these categories. */
export const hasMissionCategory = rule({
  name: 'HAS_CATEGORY',
  description: 'Allow missions of the given categories',
  key: 'category',
  values: 'Categories, such as observability',
});

/** The mission belongs to one of these users or groups. */
export const isMissionOwner = rule({
  name: 'IS_MISSION_OWNER',
  description: 'Allow missions owned by one of the given entities',
  key: 'owner',
  values: 'Entity refs, usually the ownership claims of the user',
});

/** All rules on missions. */
export const missionRules = [
  isMission,
  hasMissionSource,
  hasMissionType,
  hasMissionCategory,
  isMissionOwner,
];
