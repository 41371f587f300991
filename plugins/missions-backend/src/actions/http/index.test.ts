import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { createHttpAction, createHttpCheck } from '.';
import {
  redirect,
  say,
  startOrigin,
  type Origin,
} from './__testUtils__/startOrigin';
import { MAX_BYTES } from './ask';

const SECRET = 'hunter2-hunter2';

describe('core:http', () => {
  let origin: Origin;

  beforeAll(async () => {
    origin = await startOrigin({
      '/health': say('ok'),
      '/version': say('{"version":"1.4.2","replicas":3}'),
      '/empty': say('', 204),
      '/moved': redirect('/health', 301),
      '/broken': say('out of order', 503),
      '/malformed': redirect('http://['),
      '/long': say(`"${'x'.repeat(MAX_BYTES)}"`),
      [`/echo?token=${SECRET}`]: say(`{"token":"${SECRET}"}`),
      // The secret lies across the end of what is kept of an answer.
      '/late': say(`${'x'.repeat(1_995)}${SECRET}${'y'.repeat(100)}`),
      [`/lost?token=${SECRET}`]: redirect(`http://[${SECRET}`),
    });
  });
  afterAll(() => origin.stop());

  const allow = () => [origin.host];
  const action = () => createHttpAction({ allow: allow() });
  const check = () => createHttpCheck({ allow: allow() });
  const url = (path: string) => `${origin.url}${path}`;
  const refused = (path: string, expected: string) => ({
    code: 'HTTP_FAILED',
    message: `${url(path)}: ${expected}`,
  });

  /** Path, expectation, and why it does not hold; undefined: it holds. */
  const answers: [string, object | undefined, string | undefined][] = [
    ['/health', undefined, undefined],
    ['/health', { status: 200, text: 'ok' }, undefined],
    ['/empty', { status: [200, 204] }, undefined],
    ['/broken', { status: 503, text: 'order' }, undefined],
    ['/version', { json: 'body.version == "1.4.2"' }, undefined],
    ['/version', { json: 'status == 200 && body.replicas > 2' }, undefined],
    ['/broken', undefined, 'answered 503, expected less than 400'],
    ['/health', { status: [201, 204] }, 'answered 200, expected 201 or 204'],
    ['/health', { text: 'fine' }, "the answer does not contain 'fine'"],
    ['/health', { json: 'size(body) > 0' }, 'the answer is not JSON'],
    ['/version', { json: 'body.replicas > 3' }, 'body.replicas > 3 is false'],
    ['/version', { json: 'body.replicas' }, 'body.replicas is 3'],
  ];

  describe('as an action', () => {
    it('gives status, text and body, and what it saw as evidence', async () => {
      const bench = new ActionBench();
      await expect(
        bench.run(action(), { url: url('/version') }),
      ).resolves.toEqual({
        status: 200,
        text: '{"version":"1.4.2","replicas":3}',
        body: { version: '1.4.2', replicas: 3 },
      });
      expect(bench.evidence).toEqual([
        {
          asked: `GET ${url('/version')}`,
          answered: {
            status: 200,
            url: url('/version'),
            body: '{"version":"1.4.2","replicas":3}',
          },
          truncated: false,
        },
      ]);
    });

    it('sends method and headers', async () => {
      await new ActionBench().run(action(), {
        url: url('/health'),
        method: 'HEAD',
        headers: { 'x-api-key': 'of-a-test' },
      });
      expect(origin.asked[origin.asked.length - 1]).toMatchObject({
        method: 'HEAD',
        headers: { 'x-api-key': 'of-a-test' },
      });
    });

    it('asks once: what is repeated is the step, and only reads', async () => {
      const before = origin.asked.length;
      await expect(
        new ActionBench().run(action(), { url: url('/broken') }),
      ).rejects.toMatchObject({ code: 'HTTP_FAILED', retryable: true });
      expect(origin.asked.length - before).toBe(1);
      expect(action().effect).toBe('read');
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
      'does not know %s',
      async method => {
        const before = origin.asked.length;
        await expect(
          new ActionBench().run(action(), { url: url('/health'), method }),
        ).rejects.toThrow('method');
        expect(origin.asked.length).toBe(before);
      },
    );

    it.each(answers.filter(([, , wrong]) => wrong === undefined))(
      'takes %s for %j',
      async (path, expectation) => {
        const { status } = await new ActionBench().run(action(), {
          url: url(path),
          expect: expectation,
        });
        expect(status).toBeLessThan(600);
      },
    );

    it.each(answers.filter(([, , wrong]) => wrong !== undefined))(
      'fails at %s for %j: %s',
      async (path, expectation, wrong) => {
        const bench = new ActionBench();
        await expect(
          bench.run(action(), { url: url(path), expect: expectation }),
        ).rejects.toMatchObject(refused(path, wrong!));
        expect(bench.evidence).toHaveLength(1);
      },
    );

    it('refuses loopback addresses that are not allowed', async () => {
      await expect(
        new ActionBench().run(createHttpAction({ allow: [] }), {
          url: url('/health'),
        }),
      ).rejects.toMatchObject({
        code: 'ADDRESS_DENIED',
        remedy: expect.stringContaining('missions.http.allow'),
      });
    });

    it.each([301, [301, 302], 307])(
      'refuses to wait for %j while redirects are followed',
      async status => {
        await expect(
          new ActionBench().run(action(), {
            url: url('/moved'),
            expect: { status },
          }),
        ).rejects.toThrow('add redirects: none');
      },
    );

    it('gives a redirect that it is not to follow', async () => {
      await expect(
        new ActionBench().run(action(), {
          url: url('/moved'),
          redirects: 'none',
          expect: { status: 301 },
        }),
      ).resolves.toMatchObject({ status: 301, location: '/health' });
    });

    it('does not wait longer than it was told', async () => {
      await expect(
        new ActionBench().run(action(), {
          url: url('/health'),
          timeout: 'soon',
        }),
      ).rejects.toThrow('must be a duration such as 15s');
    });

    it('masks secrets in evidence', async () => {
      const bench = new ActionBench({ secrets: [SECRET] });
      await bench.run(action(), { url: url(`/echo?token=${SECRET}`) });
      expect(bench.evidence).toMatchObject([
        {
          asked: `GET ${url('/echo?token=***')}`,
          answered: { body: '{"token":"***"}' },
        },
      ]);
      expect(JSON.stringify([bench.evidence, bench.logs])).not.toContain(
        SECRET,
      );
    });

    it('masks a secret that lies across the end of the excerpt', async () => {
      const bench = new ActionBench({ secrets: [SECRET] });
      await bench.run(action(), { url: url('/late') });
      expect(JSON.stringify(bench.evidence)).not.toContain('hunt');
      expect(bench.evidence).toMatchObject([{ truncated: true }]);
    });

    it('masks secrets in what it says of a wrong answer', async () => {
      await expect(
        new ActionBench({ secrets: [SECRET] }).run(action(), {
          url: url(`/echo?token=${SECRET}`),
          expect: { text: 'nothing' },
        }),
      ).rejects.toMatchObject(
        refused('/echo?token=***', "the answer does not contain 'nothing'"),
      );
    });
  });

  describe('as a check', () => {
    it.each(answers)('answers %s for %j', async (path, expectation, wrong) => {
      const outcome = await new ActionBench().check(check(), {
        url: url(path),
        expect: expectation,
      });
      expect(outcome).toMatchObject({
        status: wrong ? 'fail' : 'pass',
        message: wrong
          ? `${url(path)}: ${wrong}`
          : `${url(path)} answers as expected`,
        evidence: [{ asked: `GET ${url(path)}`, answered: { url: url(path) } }],
      });
    });

    it.each([
      [
        { text: 'end' },
        "the first 256 KiB of the answer, all that is read, do not contain 'end'",
      ],
      [
        { json: 'size(body) > 0' },
        'the answer is longer than 256 KiB: too long to be read as JSON',
      ],
    ])('is unknown for %j of an answer too long', async (expectation, why) => {
      await expect(
        new ActionBench().check(check(), {
          url: url('/long'),
          expect: expectation,
        }),
      ).resolves.toMatchObject({
        status: 'unknown',
        message: `${url('/long')}: ${why}`,
      });
    });

    it('is unknown where nobody answers', async () => {
      const gone = await startOrigin({});
      await gone.stop();
      await expect(
        new ActionBench().check(createHttpCheck({ allow: [gone.host] }), {
          url: gone.url,
          method: 'HEAD',
        }),
      ).resolves.toMatchObject({
        status: 'unknown',
        message: expect.stringContaining('ECONNREFUSED'),
        evidence: [
          {
            asked: `HEAD ${gone.url}`,
            answered: expect.stringContaining('ECONNREFUSED'),
          },
        ],
      });
    });

    it('is unknown for an address that is not allowed', async () => {
      await expect(
        new ActionBench().check(createHttpCheck({ allow: [] }), {
          url: url('/health'),
        }),
      ).resolves.toMatchObject({
        status: 'unknown',
        message: expect.stringContaining('leads to 127.0.0.1'),
      });
    });

    it('masks secrets, also in what it says of a failure', async () => {
      const bench = new ActionBench({ secrets: [SECRET] });
      const outcomes = [
        await bench.check(check(), { url: url(`/echo?token=${SECRET}`) }),
        await bench.check(check(), { url: url(`/lost?token=${SECRET}`) }),
      ];
      expect(outcomes).toMatchObject([
        { status: 'pass' },
        {
          status: 'unknown',
          message: `${url(
            '/lost?token=***',
          )} redirects to 'http://[***', which is no address`,
        },
      ]);
      expect(JSON.stringify(outcomes)).not.toContain(SECRET);
    });

    it('ends with its run', async () => {
      await expect(
        new ActionBench({
          signal: AbortSignal.abort(new Error('The run was cancelled')),
        }).check(check(), { url: url('/health') }),
      ).rejects.toThrow('The run was cancelled');
    });
  });
});
