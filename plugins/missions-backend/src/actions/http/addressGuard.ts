import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { MissionError } from '@mission-control/plugin-missions-common';

/** Loopback, link-local (cloud metadata), unspecified, multicast. */
const denied = new BlockList();
denied.addSubnet('127.0.0.0', 8);
denied.addSubnet('0.0.0.0', 8);
denied.addSubnet('169.254.0.0', 16);
denied.addSubnet('224.0.0.0', 4);
denied.addAddress('::1', 'ipv6');
denied.addAddress('::', 'ipv6');
denied.addSubnet('fe80::', 10, 'ipv6');
denied.addSubnet('ff00::', 8, 'ipv6');

/** How names are resolved; replaced in tests. */
export type Resolve = (
  hostname: string,
) => Promise<readonly { address: string; family: number }[]>;

const resolveAll: Resolve = hostname => lookup(hostname, { all: true });

/**
 * Resolves the host of a URL and refuses it when any of its addresses is
 * denied, unless `host` or `host:port` is in `allow`. Returns the address to
 * connect to, so that a second answer of the name server cannot change it.
 * Throws ADDRESS_DENIED, or HTTP_FAILED when the name is unknown.
 */
export async function guardAddress(
  url: URL,
  options: { allow: readonly string[]; resolve?: Resolve },
): Promise<{ address: string; family: number }> {
  const { allow, resolve = resolveAll } = options;
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new MissionError(
      'ADDRESS_DENIED',
      `${url.protocol} is not http: or https:`,
      { remedy: 'Use an http: or https: address.' },
    );
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(hostname);
  const addresses = family
    ? [{ address: hostname, family }]
    : await resolve(hostname).catch(cause => {
        throw new MissionError(
          'HTTP_FAILED',
          `The name ${hostname} cannot be resolved`,
          { cause, remedy: 'Check the host name.' },
        );
      });
  const isAllowed = allow.includes(hostname) || allow.includes(url.host);
  for (const { address } of addresses) {
    if (!isAllowed && isDenied(address)) {
      throw new MissionError(
        'ADDRESS_DENIED',
        `${hostname} leads to ${address}, a loopback or link-local address`,
      );
    }
  }
  if (addresses.length === 0) {
    throw new MissionError('HTTP_FAILED', `${hostname} has no address`);
  }
  return addresses[0];
}

function isDenied(address: string): boolean {
  // An IPv4 address in IPv6 clothes: ::ffff:127.0.0.1, also written in hex.
  const mapped = /^::ffff:(.+)$/i.exec(address)?.[1];
  if (mapped) {
    return isDenied(isIP(mapped) === 4 ? mapped : fromHex(mapped));
  }
  return denied.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function fromHex(text: string): string {
  const [high, low] = text.split(':').map(part => parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
