import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { MissionError } from '@mission-control/plugin-missions-common';

/** Loopback, unspecified, link-local, multicast. */
const denied = new BlockList();
denied.addSubnet('127.0.0.0', 8);
denied.addSubnet('0.0.0.0', 8);
denied.addSubnet('169.254.0.0', 16);
denied.addSubnet('224.0.0.0', 4);
denied.addAddress('::1', 'ipv6');
denied.addAddress('::', 'ipv6');
denied.addSubnet('fe80::', 10, 'ipv6');
denied.addSubnet('ff00::', 8, 'ipv6');
// Where clouds tell machines their credentials, beside 169.254.0.0/16: Alibaba
// Cloud, Azure (WireServer), Oracle Cloud; AWS, Google Cloud, Oracle Cloud,
// Scaleway, Akamai.
denied.addAddress('100.100.100.200');
denied.addAddress('168.63.129.16');
denied.addAddress('192.0.0.192');
denied.addSubnet('fd00:ec2::', 32, 'ipv6');
denied.addAddress('fd20:ce::254', 'ipv6');
denied.addSubnet('fd00:c1::', 32, 'ipv6');
denied.addSubnet('fd00:42::', 32, 'ipv6');
denied.addSubnet('fd00:a9fe:a9fe::', 48, 'ipv6');

/** IPv6 addresses that lead to an IPv4 one: its first 16-bit group in them. */
const EMBEDDING: readonly { subnet: string; bits: number; group: number }[] = [
  { subnet: '::', bits: 96, group: 6 }, // compatible, RFC 4291
  { subnet: '::ffff:0:0', bits: 96, group: 6 }, // mapped, RFC 4291
  { subnet: '::ffff:0:0:0', bits: 96, group: 6 }, // translated, RFC 2765
  { subnet: '64:ff9b::', bits: 96, group: 6 }, // NAT64, RFC 6052
  { subnet: '64:ff9b:1::', bits: 48, group: 6 }, // NAT64, RFC 8215
  { subnet: '2002::', bits: 16, group: 1 }, // 6to4, RFC 3056
];
const embedding = EMBEDDING.map(({ subnet, bits, group }) => {
  const list = new BlockList();
  list.addSubnet(subnet, bits, 'ipv6');
  return { list, group };
});

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
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isAllowed = [hostname, url.hostname, `${url.hostname}:${port}`].some(
    name => allow.includes(name),
  );
  for (const { address } of addresses) {
    if (!isAllowed && isDenied(address)) {
      throw new MissionError(
        'ADDRESS_DENIED',
        `${hostname} leads to ${address}, a loopback, link-local or cloud metadata address`,
      );
    }
  }
  if (addresses.length === 0) {
    throw new MissionError('HTTP_FAILED', `${hostname} has no address`);
  }
  return addresses[0];
}

function isDenied(address: string): boolean {
  if (isIP(address) === 4) {
    return denied.check(address, 'ipv4');
  }
  // Without its zone (fe80::1%eth0), which says no more than where it is valid.
  const plain = address.split('%')[0];
  const groups = groupsOf(plain);
  return (
    denied.check(plain, 'ipv6') ||
    embedding.some(
      ({ list, group }) =>
        list.check(plain, 'ipv6') &&
        isDenied(ipv4Of(groups[group], groups[group + 1])),
    )
  );
}

/** The eight 16-bit groups of an IPv6 address, in whichever way it is written. */
function groupsOf(address: string): number[] {
  const [head, tail] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map(part => (part ? part.split(':') : []));
  const zeros = new Array<string>(8 - head.length - (tail?.length ?? 0));
  return [...head, ...(tail ? zeros.fill('0') : []), ...(tail ?? [])].map(
    group => parseInt(group, 16),
  );
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
