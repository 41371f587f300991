import type { ClusterConnection } from '@mission-control/plugin-missions-node';

const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Throws when a connection cannot be used as it is: a name that is not
 * DNS-like, an address that is not https (http only to this machine, for
 * kubectl proxy), or an address with credentials in it.
 */
export function checkConnection(connection: ClusterConnection): void {
  const { name, server } = connection;
  if (!NAME.test(name)) {
    throw new Error(
      'its name must be 1 to 63 lower-case letters, digits, dots and dashes',
    );
  }
  if (!URL.canParse(server)) {
    throw new Error(`'${server}' is not an address`);
  }
  const url = new URL(server);
  if (url.username || url.password) {
    throw new Error('its address must not contain credentials');
  }
  if (
    url.protocol !== 'https:' &&
    !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  ) {
    throw new Error(
      `its address must begin with https:// (it is ${url.origin}; http:// is accepted only for this machine)`,
    );
  }
}
