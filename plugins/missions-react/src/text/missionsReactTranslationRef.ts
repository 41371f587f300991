import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { plannedMissionMessages } from './plannedMissionMessages';
import { stateMessages } from './stateMessages';
import { widgetMessages } from './widgetMessages';

/** All text of the widgets; a portal can translate or change each. @public */
export const missionsReactTranslationRef = createTranslationRef({
  id: 'plugin.missions-react',
  messages: {
    state: stateMessages,
    plannedMission: plannedMissionMessages,
    ...widgetMessages,
  },
});
