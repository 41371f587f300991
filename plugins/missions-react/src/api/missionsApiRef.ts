import { createApiRef } from '@backstage/frontend-plugin-api';
import type { MissionsApi } from './MissionsApi';

/** The API of the missions backend, for pages of both frontend systems. @public */
export const missionsApiRef = createApiRef<MissionsApi>().with({
  id: 'plugin.missions.client',
  pluginId: 'missions',
});
