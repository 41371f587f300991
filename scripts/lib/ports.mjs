import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A portal that was just killed gives its ports back within seconds. */
const PATIENCE_MS = 5_000;
const POLL_MS = 250;

/** Whether a server could listen on this port of this machine. */
export function portIsFree(port, host = '127.0.0.1') {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Fails with a remedy when one of the ports stays taken for `patienceMs`.
 *
 * @param ports an object of option name to port, such as `{ port: 3000 }`
 */
export async function assertPortsFree(
  ports,
  { isFree = portIsFree, patienceMs = PATIENCE_MS } = {},
) {
  const deadline = Date.now() + patienceMs;
  let busy = await busyOf(ports, isFree);
  while (busy.length > 0 && Date.now() < deadline) {
    await sleep(POLL_MS);
    busy = await busyOf(ports, isFree);
  }
  if (busy.length > 0) {
    const many = busy.length > 1;
    const names = busy.map(({ port }) => port).join(' and ');
    const remedy = busy
      .map(({ option, port }) => `--${option} ${port + 100}`)
      .join(' ');
    throw new Error(
      `${
        many ? `Ports ${names} are` : `Port ${names} is`
      } in use, perhaps by ` +
        'another Mission Control. Stop what listens there, or choose ' +
        `${many ? 'others' : 'another'}: npm start -- ${remedy}`,
    );
  }
}

async function busyOf(ports, isFree) {
  const busy = [];
  for (const [option, port] of Object.entries(ports)) {
    if (!(await isFree(port))) {
      busy.push({ option, port });
    }
  }
  return busy;
}
