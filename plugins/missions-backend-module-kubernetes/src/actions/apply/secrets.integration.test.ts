import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { applyAction } from '.';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import { SharedServer } from '../../__testUtils__/SharedServer';

jest.setTimeout(60_000);

const MASKED = /^\*\*\* #[0-9a-f]{12}$/;

describe.each(integrationTargets())(
  'the plan of an apply of a Secret on $title',
  target => {
    const server = SharedServer.ofGroup(target);
    let cluster: ClusterClient;
    let namespace: string;
    server.namespaceEach('secret', place => {
      ({ cluster, namespace } = place);
    });

    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const secret = (texts: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'token', namespace },
      type: 'Opaque',
      data: Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [key, base64(text)]),
      ),
    });
    const plan = async (object: object) => {
      const bench = new ActionBench({ cluster });
      const { changes } = await bench.plan(applyAction, { objects: [object] });
      return changes;
    };

    // As a mission did it that ran before.
    beforeEach(async () => {
      const bench = new ActionBench({ cluster });
      const input = { objects: [secret({ token: 'sesame', user: 'jane' })] };
      await bench.run(applyAction, input, await bench.plan(applyAction, input));
    });

    it('is a change with masked values that differ where a value is another one', async () => {
      const changes = await plan(secret({ token: 'tahini', user: 'jane' }));
      expect(changes).toMatchObject([
        {
          kind: 'change',
          object: { kind: 'Secret', name: 'token' },
          fields: [
            {
              path: 'data.token',
              before: expect.stringMatching(MASKED),
              after: expect.stringMatching(MASKED),
              secret: true,
            },
          ],
        },
      ]);
      const [{ before, after }] = changes[0].fields!;
      expect(before).not.toBe(after);
      const text = JSON.stringify(changes);
      for (const value of ['sesame', 'tahini', 'jane']) {
        expect(text).not.toContain(value);
        expect(text).not.toContain(base64(value));
      }
    });

    it('says what comes and what goes without its value', async () => {
      const [change] = await plan(secret({ token: 'sesame', role: 'cook' }));
      expect(change.kind).toBe('change');
      const fields = change.fields!.map(({ path, before, after }) => ({
        path,
        before,
        after,
      }));
      expect(fields).toEqual(
        expect.arrayContaining([
          { path: 'data.role', after: expect.stringMatching(MASKED) },
          { path: 'data.user', before: expect.stringMatching(MASKED) },
        ]),
      );
      expect(fields).toHaveLength(2);
    });

    it.each([
      ['data', () => secret({ token: 'sesame', user: 'jane' })],
      [
        'stringData',
        () => ({
          ...secret({ user: 'jane' }),
          stringData: { token: 'sesame' },
        }),
      ],
    ])('is no change where %s says what is there', async (_, object) => {
      const changes = await plan(object());
      expect(changes).toMatchObject([
        { kind: 'noop', object: { kind: 'Secret' } },
      ]);
      expect(changes[0].fields ?? []).toEqual([]);
    });
  },
);
