import { randomBytes } from 'node:crypto';

/** Kinds of frames (RFC 6455, 5.2). */
export const Opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** One frame as it was sent, unmasked. */
export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Bytes of one frame that are accepted; API servers send at most 32 KiB. */
const MAX_PAYLOAD = 1024 * 1024;
const SHORT = 125;
const SIXTEEN_BITS = 126;
const SIXTY_FOUR_BITS = 127;

/** The bytes of one whole message. Clients mask, servers do not. */
export function encodeFrame(
  opcode: number,
  payload: Buffer,
  masked: boolean,
): Buffer {
  const head: number[] = [0x80 | opcode];
  const mask = masked ? 0x80 : 0;
  if (payload.length <= SHORT) {
    head.push(mask | payload.length);
  } else if (payload.length < 2 ** 16) {
    head.push(mask | SIXTEEN_BITS, payload.length >> 8, payload.length & 0xff);
  } else {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(payload.length));
    head.push(mask | SIXTY_FOUR_BITS, ...length);
  }
  if (!masked) {
    return Buffer.concat([Buffer.from(head), payload]);
  }
  const key = randomBytes(4);
  return Buffer.concat([Buffer.from(head), key, applyMask(payload, key)]);
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that these bytes complete. Throws RangeError for one that is too large. */
  push(chunk: Buffer): Frame[] {
    this.#rest =
      this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) {
      frames.push(frame);
    }
    return frames;
  }

  #next(): Frame | undefined {
    const bytes = this.#rest;
    if (bytes.length < 2) {
      return undefined;
    }
    const masked = (bytes[1] & 0x80) !== 0;
    const short = bytes[1] & 0x7f;
    const extra = { [SIXTEEN_BITS]: 2, [SIXTY_FOUR_BITS]: 8 }[short] ?? 0;
    const start = 2 + extra + (masked ? 4 : 0);
    if (bytes.length < start) {
      return undefined;
    }
    const length = extra === 0 ? short : Number(readLength(bytes, extra));
    if (length > MAX_PAYLOAD) {
      throw new RangeError(`A frame of ${length} bytes is too large`);
    }
    if (bytes.length < start + length) {
      return undefined;
    }
    const payload = bytes.subarray(start, start + length);
    this.#rest = bytes.subarray(start + length);
    return {
      final: (bytes[0] & 0x80) !== 0,
      opcode: bytes[0] & 0x0f,
      payload: masked
        ? applyMask(payload, bytes.subarray(start - 4, start))
        : payload,
    };
  }
}

function readLength(bytes: Buffer, size: number): bigint {
  return size === 2 ? BigInt(bytes.readUInt16BE(2)) : bytes.readBigUInt64BE(2);
}

function applyMask(payload: Buffer, key: Buffer): Buffer {
  return Buffer.from(payload.map((byte, index) => byte ^ key[index % 4]));
}
