import { createHash, randomBytes } from 'node:crypto';

/**
 * What kubelets speak for port-forward: binary frames with a channel number first.
 *
 * @public
 */
export const TUNNEL_PROTOCOL = 'v4.channel.k8s.io';

/** Fixed by RFC 6455, 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Headers with which a client asks for a tunnel, beside Connection and Upgrade.
 *
 * @public
 */
export function tunnelRequestHeaders(): {
  readonly 'Sec-WebSocket-Key': string;
  readonly 'Sec-WebSocket-Version': string;
  readonly 'Sec-WebSocket-Protocol': string;
} {
  return {
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': TUNNEL_PROTOCOL,
  };
}

/** What a server answers to a key, in Sec-WebSocket-Accept. @public */
export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}${MAGIC}`).digest('base64');
}
