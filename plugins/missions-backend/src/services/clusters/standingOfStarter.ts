import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { askIdentity } from '../../clusters';
import type { ClusterStanding } from '../../worker';

/**
 * As whom the API server takes the run: asked as the starter; with a code when it
 * does not say.
 */
export async function standingOfStarter(
  client: ClusterClient,
): Promise<ClusterStanding & { code?: string }> {
  const answer = await askIdentity(client);
  if (answer.name === undefined) {
    const { code, message, remedy } = answer.problem;
    return {
      code,
      identity: client.identity,
      status: 'warn',
      message: `Acts as ${client.identity}, who started the run. ${message}`,
      remedy,
    };
  }
  const groups = answer.groups.filter(group => !group.startsWith('system:'));
  return {
    identity: answer.name,
    status: 'pass',
    message: `Acts as ${answer.name}, who started the run, ${
      groups.length > 0 ? `in ${groups.join(', ')}` : 'without groups'
    }`,
  };
}
