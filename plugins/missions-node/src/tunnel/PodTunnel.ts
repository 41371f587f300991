import { Duplex } from 'node:stream';
import { encodeFrame, type Frame, FrameReader, Opcode } from './frames';

const DATA_CHANNEL = 0;
const ERROR_CHANNEL = 1;
/** Each channel of a server begins with the port, two bytes, little endian. */
const PORT_BYTES = 2;
/** Data of one frame; kubelets read no more at once. */
const MAX_DATA = 32 * 1024;

/** A WebSocket that was agreed on, and what it is for. @public */
export interface PodTunnelOptions {
  /** After the handshake; the tunnel owns it from now on. */
  readonly socket: Duplex;
  readonly side: 'client' | 'server';
  readonly port: number;
}

/**
 * The connection to one port of a pod, through the WebSocket of a
 * port-forward. What the kubelet tells on its error channel ends the tunnel
 * with an Error of that text. Destroying the tunnel ends the socket.
 *
 * @remarks The protocol has no half-close: `end` sends nothing.
 *
 * @public
 */
export class PodTunnel extends Duplex {
  readonly #socket: Duplex;
  readonly #masked: boolean;
  readonly #reader = new FrameReader();
  readonly #skip = [0, 0];
  #channel = DATA_CHANNEL;
  #over = false;

  constructor({ socket, side, port }: PodTunnelOptions) {
    super();
    this.#socket = socket;
    this.#masked = side === 'client';
    if (side === 'client') {
      this.#skip = [PORT_BYTES, PORT_BYTES];
    } else {
      const prefix = Buffer.from([DATA_CHANNEL, port & 0xff, port >> 8]);
      this.#send(Opcode.binary, prefix);
      prefix[0] = ERROR_CHANNEL;
      this.#send(Opcode.binary, prefix);
    }
    socket.on('data', chunk => this.#receive(chunk));
    socket.on('error', error => this.destroy(error));
    socket.on('close', () => this.#finish());
    socket.on('end', () => this.#finish());
  }

  /** As a kubelet: why the port cannot be reached; then the tunnel ends. */
  refuse(reason: string): void {
    const text = Buffer.from(reason);
    const channel = Buffer.from([ERROR_CHANNEL]);
    this.#send(Opcode.binary, Buffer.concat([channel, text]));
    this.destroy();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    let free = true;
    for (let at = 0; at < chunk.length; at += MAX_DATA) {
      const data = chunk.subarray(at, at + MAX_DATA);
      const channel = Buffer.from([DATA_CHANNEL]);
      free = this.#send(Opcode.binary, Buffer.concat([channel, data]));
    }
    if (free || this.#socket.destroyed) {
      done();
      return;
    }
    const goOn = () => {
      this.#socket.off('drain', goOn);
      this.#socket.off('close', goOn);
      done();
    };
    this.#socket.on('drain', goOn);
    this.#socket.on('close', goOn);
  }

  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    this.#over = true;
    if (this.#socket.writable) {
      this.#socket.end(
        encodeFrame(Opcode.close, Buffer.alloc(0), this.#masked),
      );
    }
    // What was written last must leave before the socket goes.
    setImmediate(() => this.#socket.destroy());
    done(error);
  }

  #send(opcode: number, payload: Buffer): boolean {
    return (
      !this.#socket.writable ||
      this.#socket.write(encodeFrame(opcode, payload, this.#masked))
    );
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        this.#take(frame);
      }
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #take({ opcode, payload }: Frame): void {
    if (opcode === Opcode.close) {
      this.#finish();
    } else if (opcode === Opcode.ping) {
      this.#send(Opcode.pong, payload);
    } else if (opcode === Opcode.binary && payload.length > 0) {
      [this.#channel] = payload;
      this.#deliver(payload.subarray(1));
    } else if (opcode === Opcode.continuation) {
      this.#deliver(payload);
    }
  }

  #deliver(payload: Buffer): void {
    const skipped = Math.min(this.#skip[this.#channel] ?? 0, payload.length);
    this.#skip[this.#channel] -= skipped;
    const data = payload.subarray(skipped);
    if (data.length === 0 || this.#over) {
      return;
    }
    if (this.#channel === ERROR_CHANNEL) {
      this.destroy(new Error(data.toString('utf8')));
    } else if (this.#channel === DATA_CHANNEL && !this.push(data)) {
      this.#socket.pause();
    }
  }

  /** The other side said goodbye, or the socket ended. */
  #finish(): void {
    if (!this.#over) {
      this.#over = true;
      this.push(null);
      // Whoever waits for an answer is told; whoever has read it is done.
      setImmediate(() => this.destroy());
    }
  }
}
