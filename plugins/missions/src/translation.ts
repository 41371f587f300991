import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { entityMessages } from './entity/messages';
import { actionsMessages } from './pages/actions/messages';
import { approvalsMessages } from './pages/approvals/messages';
import { clustersMessages } from './pages/clusters/messages';
import { controlMessages } from './pages/control/messages';
import { explorerMessages } from './pages/explorer/messages';
import { launchMessages } from './pages/launch/messages';
import { faultMessages } from './pages/launch/parameters/messages';
import { missionMessages } from './pages/mission/messages';
import { ruleMessages } from './pages/mission/rules/messages';
import { orbitsMessages } from './pages/orbits/messages';
import { runMessages } from './pages/run/messages';
import { sequenceMessages } from './shell/sequenceMessages';
import { runsMessages } from './pages/runs/messages';
import { brakeMessages } from './shell/brakes/messages';
import { shellMessages } from './shell/messages';

/** All text of the pages; a portal can translate or change each. @public */
export const missionsTranslationRef = createTranslationRef({
  id: 'plugin.missions',
  messages: {
    actions: actionsMessages,
    approvals: approvalsMessages,
    brake: brakeMessages,
    clusters: clustersMessages,
    control: controlMessages,
    entity: entityMessages,
    explorer: explorerMessages,
    fault: faultMessages,
    launch: launchMessages,
    mission: missionMessages,
    orbits: orbitsMessages,
    rule: ruleMessages,
    run: runMessages,
    runs: runsMessages,
    sequence: sequenceMessages,
    shell: shellMessages,
  },
});
