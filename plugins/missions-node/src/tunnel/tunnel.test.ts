import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as listen } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { encodeFrame, FrameReader, Opcode } from './frames';
import { getThroughTunnel } from './getThroughTunnel';
import { acceptOf } from './handshake';
import { PodTunnel } from './PodTunnel';

describe('FrameReader', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
    'reads a masked frame of %i bytes, cut anywhere',
    size => {
      const payload = Buffer.alloc(size, 'a');
      const bytes = encodeFrame(Opcode.binary, payload, true);
      const reader = new FrameReader();
      const frames = [
        ...reader.push(bytes.subarray(0, 1)),
        ...reader.push(bytes.subarray(1, 7)),
        ...reader.push(bytes.subarray(7)),
      ];
      expect(frames).toEqual([{ final: true, opcode: 2, payload }]);
    },
  );

  it('refuses a frame that is too large', () => {
    const head = Buffer.from([0x82, 127, 0, 0, 0, 0, 0x7f, 0, 0, 0]);
    expect(() => new FrameReader().push(head)).toThrow(
      'A frame of 2130706432 bytes is too large',
    );
  });
});

describe('acceptOf', () => {
  it('answers the example of RFC 6455', () => {
    expect(acceptOf('dGhlIHNhbXBsZSBub25jZQ==')).toBe(
      's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    );
  });
});

describe('PodTunnel', () => {
  let server: Server;
  let ends: Duplex[];

  beforeEach(() => {
    ends = [];
    server = createServer((request, response) => {
      if (request.url === '/moved') {
        response.writeHead(302, { Location: 'https://elsewhere.example/' });
        response.end();
      } else if (request.url === '/big') {
        response.end('x'.repeat(300_000));
      } else if (request.url === '/half') {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half', () => request.socket.destroy());
      } else if (request.url !== '/never') {
        response.end(`${request.headers.host} ${request.url}`);
      }
    });
  });

  function tunnels() {
    const [client, kubelet] = duplexPair();
    ends.push(client, kubelet);
    return {
      near: new PodTunnel({ socket: client, side: 'client', port: 8080 }),
      far: new PodTunnel({ socket: kubelet, side: 'server', port: 8080 }),
    };
  }

  function get(path: string, options: { signal?: AbortSignal } = {}) {
    const { near, far } = tunnels();
    server.emit('connection', far);
    return getThroughTunnel({
      tunnel: near,
      scheme: 'http',
      host: 'web.shop.svc',
      path,
      headers: {},
      signal: options.signal ?? new AbortController().signal,
      maxBytes: 400_000,
    });
  }

  afterEach(async () => {
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    if (ends.some(end => !end.destroyed)) {
      throw new Error('A test left one end of a tunnel open');
    }
  });

  it('carries a request and its answer, and closes both ends', async () => {
    await expect(get('/hello?a=1')).resolves.toMatchObject({
      status: 200,
      body: 'web.shop.svc /hello?a=1',
    });
  });

  it('carries a large answer', async () => {
    const { body } = await get('/big');
    expect(body).toHaveLength(300_000);
  });

  it('does not follow a redirect', async () => {
    await expect(get('/moved')).resolves.toMatchObject({
      status: 302,
      headers: { location: 'https://elsewhere.example/' },
    });
  });

  it('tells half an answer from a whole one', async () => {
    await expect(get('/half')).rejects.toThrow(/aborted|complete/);
  });

  it('ends at once when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const pending = get('/never', { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(pending).rejects.toBe(reason);
  });

  it('ends with what the kubelet says on its error channel', async () => {
    const { near, far } = tunnels();
    far.refuse('connection refused');
    await expect(
      getThroughTunnel({
        tunnel: near,
        scheme: 'http',
        host: 'web',
        path: '/',
        headers: {},
        signal: new AbortController().signal,
        maxBytes: 10,
      }),
    ).rejects.toThrow('connection refused');
  });

  it('answers a ping', async () => {
    const [client, kubelet] = duplexPair();
    ends.push(client);
    const near = new PodTunnel({ socket: client, side: 'client', port: 1 });
    const pong = new Promise<Buffer>(resolve => kubelet.once('data', resolve));
    kubelet.write(encodeFrame(Opcode.ping, Buffer.from('?'), false));
    expect(new FrameReader().push(await pong)).toEqual([
      { final: true, opcode: Opcode.pong, payload: Buffer.from('?') },
    ]);
    near.destroy();
  });

  it('waits while the reader does not read', async () => {
    const echo = listen(socket => socket.pipe(socket));
    await new Promise<void>(resolve => {
      echo.listen(0, '127.0.0.1', resolve);
    });
    const { near, far } = tunnels();
    const pod = connect((echo.address() as AddressInfo).port, '127.0.0.1');
    far.pipe(pod).pipe(far);
    const sent = Buffer.alloc(1_000_000, 'z');
    near.write(sent);
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
    let size = 0;
    for await (const chunk of near as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size === sent.length) {
        break;
      }
    }
    expect(size).toBe(sent.length);
    near.destroy();
    pod.destroy();
    await new Promise(resolve => {
      echo.close(resolve);
    });
  });
});
