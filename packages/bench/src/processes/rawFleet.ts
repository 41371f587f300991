import { Agent, get } from 'node:https';
import { ASKED_PATH, type Asking, type FleetAddresses } from '../fleet/types';
import { inLanes } from '../fleet/inLanes';
import { measured } from '../fleet/measured';
import { idleMemory } from '../memory/watchMemory';
import { answerParent } from './answerParent';

let addresses: FleetAddresses;
let agent: Agent | undefined;

/** Asks clusters with nothing but what Node.js has. */
answerParent(async (request: { open: FleetAddresses } | { ask: Asking }) => {
  if ('open' in request) {
    addresses = request.open;
    return idleMemory();
  }
  const { atOnce, cold } = request.ask;
  if (cold) {
    agent?.destroy();
    agent = undefined;
  }
  agent ??= new Agent({ keepAlive: true, ca: addresses.ca });
  const { servers } = addresses;
  return measured(() => inLanes(atOnce ?? servers.length, servers, ask));
});

function ask(server: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${server}${ASKED_PATH}`, { agent }, response => {
      if (response.statusCode !== 200) {
        reject(new Error(`${server} answered ${response.statusCode}`));
      }
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}
