import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import {
  redirect,
  say,
  startOrigin,
  type Origin,
} from './__testUtils__/startOrigin';
import { ask, MAX_BYTES, type HttpQuestion } from './ask';

const HEADERS = {
  accept: 'text/plain',
  authorization: 'Bearer of-a-test',
  cookie: 'session=of-a-test',
  'x-api-key': 'of-a-test',
};

describe('ask', () => {
  let origin: Origin;
  let other: Origin;
  let hungUp = () => {};

  beforeAll(async () => {
    other = await startOrigin({
      '/': say('the other'),
      '/back': response => redirect(`${origin.url}/same`)(response),
    });
    origin = await startOrigin({
      '/': say('hello'),
      '/same': redirect('/'),
      '/relative': redirect('./?page=2#top'),
      '/?page=2': say('page two'),
      '/there': redirect(`${other.url}/`),
      '/there-and-back': redirect(`${other.url}/back`),
      '/metadata': redirect('http://169.254.169.254/latest/meta-data'),
      '/metadata-6': redirect('http://[fd00:ec2::254]/latest/meta-data'),
      '/file': redirect('file:///etc/passwd'),
      '/loop': redirect('/loop'),
      '/5': redirect('/4'),
      '/4': redirect('/3'),
      '/3': redirect('/2'),
      '/2': redirect('/1'),
      '/1': redirect('/'),
      '/6': redirect('/5'),
      '/malformed': redirect('http://['),
      '/no-change': redirect('/', 304),
      '/long': say('x'.repeat(MAX_BYTES + 1)),
      '/full': say('x'.repeat(MAX_BYTES)),
      '/endless': response => {
        const more = (error?: Error | null) => {
          if (!error) {
            response.write('x'.repeat(65_536), more);
          }
        };
        response.on('close', () => hungUp());
        more();
      },
      '/slow': () => {},
      '/slow-hop': response => {
        setTimeout(() => redirect('/slow-hop')(response), 150);
      },
      '/cut': response => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
    });
  });

  afterAll(async () => {
    await origin.stop();
    await other.stop();
  });

  const question = (
    url: string,
    options: Partial<HttpQuestion> = {},
  ): HttpQuestion => ({
    url,
    method: 'GET',
    headers: {},
    redirects: 'follow',
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    allow: [origin.host, other.host],
    ...options,
  });
  const asking = (path: string, options: Partial<HttpQuestion> = {}) =>
    ask(question(`${origin.url}${path}`, options));
  const lastOf = ({ asked }: Origin) => asked[asked.length - 1];

  it('sends method, path and headers as they are given', async () => {
    await expect(
      asking('/', { method: 'HEAD', headers: HEADERS }),
    ).resolves.toEqual({
      status: 200,
      text: '',
      truncated: false,
      url: `${origin.url}/`,
    });
    expect(lastOf(origin)).toMatchObject({
      method: 'HEAD',
      path: '/',
      headers: HEADERS,
    });
  });

  it('gives an error of the server back as an answer', async () => {
    await expect(asking('/nothing')).resolves.toMatchObject({
      status: 404,
      text: 'not here',
    });
  });

  it.each([
    ['/same', 'hello'],
    ['/relative', 'page two'],
  ])('keeps the headers on the redirect %s', async (path, text) => {
    await expect(asking(path, { headers: HEADERS })).resolves.toMatchObject({
      status: 200,
      text,
    });
    expect(lastOf(origin).headers).toMatchObject(HEADERS);
  });

  it('keeps HEAD on a redirect', async () => {
    await asking('/same', { method: 'HEAD' });
    expect(lastOf(origin).method).toBe('HEAD');
  });

  it('sends no header of the question to another origin', async () => {
    await expect(asking('/there', { headers: HEADERS })).resolves.toMatchObject(
      { text: 'the other', url: `${other.url}/` },
    );
    const { headers } = lastOf(other);
    for (const name of Object.keys(HEADERS)) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  it('sends them no more when another origin leads back', async () => {
    await expect(
      asking('/there-and-back', { headers: HEADERS }),
    ).resolves.toMatchObject({ text: 'hello' });
    expect(lastOf(origin).path).toBe('/');
    expect(lastOf(origin).headers).not.toHaveProperty('authorization');
  });

  it('follows five redirects', async () => {
    await expect(asking('/5')).resolves.toMatchObject({ text: 'hello' });
  });

  it.each(['/6', '/loop'])('gives up after five: %s', async path => {
    const before = origin.asked.length;
    await expect(asking(path)).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      retryable: false,
      message: `${origin.url}${path} redirects more than 5 times`,
      remedy: expect.stringContaining(`${origin.url}/`),
    });
    expect(origin.asked.length - before).toBe(6);
  });

  it.each(['/metadata', '/metadata-6', '/file'])(
    'refuses a redirect to a denied address: %s',
    async path => {
      await expect(asking(path)).rejects.toMatchObject({
        code: 'ADDRESS_DENIED',
      });
    },
  );

  it('refuses a redirect to a loopback address that is not allowed', async () => {
    const before = other.asked.length;
    await expect(
      asking('/there', { allow: [origin.host] }),
    ).rejects.toMatchObject({
      code: 'ADDRESS_DENIED',
      message: expect.stringContaining('127.0.0.1 leads to 127.0.0.1'),
    });
    expect(other.asked.length).toBe(before);
  });

  it('names a Location that is no address', async () => {
    await expect(asking('/malformed')).rejects.toMatchObject({
      name: 'MissionError',
      code: 'HTTP_FAILED',
      retryable: false,
      message: `${origin.url}/malformed redirects to 'http://[', which is no address`,
      remedy: expect.stringContaining(`that ${origin.host} sends`),
    });
  });

  it.each(['/there', '/malformed', '/loop'])(
    'takes %s as the answer when redirects are not followed',
    async path => {
      const before = origin.asked.length;
      await expect(asking(path, { redirects: 'none' })).resolves.toMatchObject({
        status: 302,
        url: `${origin.url}${path}`,
        location: expect.any(String),
      });
      expect(origin.asked.length - before).toBe(1);
    },
  );

  it('takes a 304 as an answer, whatever its Location', async () => {
    const answer = await asking('/no-change');
    expect(answer.status).toBe(304);
    expect(answer).not.toHaveProperty('location');
  });

  it('reads a long answer up to its limit and says so', async () => {
    const { text, truncated } = await asking('/long');
    expect(text).toHaveLength(MAX_BYTES);
    expect(truncated).toBe(true);
    await expect(asking('/full')).resolves.toMatchObject({ truncated: false });
  });

  it('hangs up on an answer without end', async () => {
    const end = new Promise<string>(resolve => {
      hungUp = () => resolve('hung up');
    });
    await expect(asking('/endless')).resolves.toMatchObject({
      truncated: true,
    });
    await expect(end).resolves.toBe('hung up');
  });

  it('ends at its time limit', async () => {
    await expect(asking('/slow', { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      retryable: true,
      message: `${origin.url} did not answer within 0.1 s`,
    });
  });

  it('has one time limit for all redirects together', async () => {
    const before = origin.asked.length;
    await expect(asking('/slow-hop', { timeoutMs: 250 })).rejects.toMatchObject(
      {
        message: `${origin.url} did not answer within 0.25 s`,
      },
    );
    expect(origin.asked.length - before).toBe(2);
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('The step was cancelled');
    const answer = asking('/slow', { signal: controller.signal });
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it('tells of an answer that breaks off', async () => {
    await expect(asking('/cut')).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      retryable: true,
      message: expect.stringContaining(`${origin.url} did not answer: `),
    });
  });

  it('tells of a refused connection', async () => {
    const gone = await startOrigin({});
    await gone.stop();
    await expect(
      ask(question(`${gone.url}/`, { allow: [gone.host] })),
    ).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      retryable: true,
      message: expect.stringMatching(
        new RegExp(`^${gone.url} did not answer: .*ECONNREFUSED ${gone.host}$`),
      ),
    });
  });

  it('tells of a certificate that is not trusted, and what to do', async () => {
    const server = await createSimulator({ name: 'untrusted' });
    try {
      await expect(
        ask(question(`${server.server}/`, { allow: ['127.0.0.1'] })),
      ).rejects.toMatchObject({
        code: 'HTTP_FAILED',
        message: expect.stringMatching(/did not answer: .*certificate/),
        remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      });
    } finally {
      await server.stop();
    }
  });

  it('says which header cannot be sent, and asks nobody', async () => {
    const before = origin.asked.length;
    await expect(
      asking('/', { headers: { 'x-two': 'one\ntwo' } }),
    ).rejects.toMatchObject({
      code: 'ACTION_INPUT_INVALID',
      message: expect.stringContaining('x-two'),
    });
    expect(origin.asked.length).toBe(before);
  });
});
