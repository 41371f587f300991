import { PortalBench } from './__testUtils__/PortalBench';

jest.setTimeout(90_000);

const head = (name: string) => `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: ${name}, description: Writes a map. }
spec:
  lifecycle: production
  targets: { min: 1 }`;
const missions = {
  sequence: `${head('sequence')}
  type: sequence
  steps:
    - id: first
      action: mission:run
      input: { mission: test/write, targets: [{ cluster: lab }] }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: new } }
`,
  write: `${head('write')}
  type: install
  steps:
    - id: write
      action: test:write
      input: { name: a, value: new }
      undo: { action: test:write, input: { name: a, value: old } }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: new } }
`,
};

describe('the undo of a sequence whose child refuses to be taken back', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start(missions);
  });

  afterAll(async () => {
    await bench?.stop();
  });

  const undo = async (runId: string): Promise<string> => {
    const { body, status } = await bench.post(`/runs/${runId}/undo`, {});
    expect([status, body.error]).toEqual([201, undefined]);
    return body.id;
  };
  const journal = async (runId: string) =>
    (await bench.get(`/runs/${runId}/journal`)).body.items.map(
      ({ verb, state }: any) => [verb, state],
    );
  const childOf = (runId: string) =>
    bench.until(
      async (): Promise<string | undefined> =>
        (await bench.get(`/runs?parent=${runId}`)).body.items[0]?.id,
    );

  it('says in its journal that nothing happened, goes on, and can be asked again', async () => {
    const parent = await bench.run('sequence');
    await bench.decide(await bench.approval(parent));
    const child = await childOf(parent);
    await bench.decide(await bench.approval(child));
    await bench.reaches(parent, 'succeeded');

    const byHand = await undo(child);
    const open = await bench.approval(byHand);
    const first = await undo(parent);
    await bench.decide(await bench.approval(first));
    const stuck = await bench.reaches(first, 'needs_decision');
    expect(JSON.stringify(stuck.targetsDetail[0].reason)).toContain(byHand);
    expect(await journal(first)).toEqual([['undo', 'failed']]);
    const [refused] = (await bench.get(`/runs/${first}/journal`)).body.items;
    expect(refused.refusal).toEqual({
      code: expect.stringMatching(/^[A-Z_]+$/),
      message: expect.stringContaining(byHand),
    });
    const { items } = (await bench.get(`/runs/${first}/events`)).body;
    expect(items).toContainEqual(
      expect.objectContaining({
        type: 'journal.failed',
        message: expect.stringContaining(
          `is being taken back by run ${byHand}`,
        ),
      }),
    );

    await bench.post(`/runs/${first}/decide`, {
      targetId: 'lab',
      decision: 'close',
      reason: 'Once more',
    });
    const closed = await bench.reaches(first, 'failed');
    expect(closed.allowed).not.toContain('undo');
    await bench.post(
      `/approvals/${open.id}/decision`,
      {
        decision: 'reject',
        hash: open.hash,
        comment: 'The sequence does it',
      },
      'ann',
    );
    await bench.until(async () =>
      ['failed', 'cancelled'].includes(
        (
          await bench.get(`/runs/${byHand}`)
        ).body.state,
      ),
    );

    const second = await undo(parent);
    await bench.decide(await bench.approval(second));
    const childUndo = await childOf(second);
    await bench.decide(await bench.approval(childUndo));
    await bench.reaches(second, 'succeeded');
    expect(await journal(second)).toEqual([['undo', 'done']]);
    expect(await journal(parent)).toEqual([['start', 'undone']]);
    expect(bench.server.objects.get('a')?.data.value).toBe('old');
  });
});
