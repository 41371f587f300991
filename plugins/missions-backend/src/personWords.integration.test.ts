import type { Knex } from 'knex';
import { PortalBench } from './__testUtils__/PortalBench';
import { engineDatabases } from './store/__testUtils__/databases';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases();
const token = 'hunter2/hunter2?';
const encoded = Buffer.from(`jane:${token}`).toString('base64');

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: write, title: Write, description: Writes a map. }
spec:
  type: install
  lifecycle: production
  targets: { min: 1 }
  parameters: { properties: { token: { type: string, secret: true } } }
  steps:
    - id: first
      action: test:write
      irreversible: It is a test
      input: { name: a, value: '\${{ parameters.token }}' }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: '\${{ parameters.token }}' } }
`;

const asks = mission
  .replace('name: write', 'name: asks')
  .replace(
    'parameters: { properties: { token: { type: string, secret: true } } }',
    'approval: { policy: required, count: 1, from: [user:default/ann] }',
  )
  .replaceAll('${{ parameters.token }}', 'blue');

describe.each(ids)('what people say of a run, on %s', id => {
  let bench: PortalBench;
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(id);
    bench = await PortalBench.start({ write: mission, asks }, knex);
  });

  afterAll(async () => {
    await bench?.stop();
  });

  const said = `It says ${token} and ${encoded}`;
  async function start(): Promise<string> {
    const { body } = await bench.post('/runs', {
      missionRef: 'test/write',
      targets: [{ cluster: 'lab' }],
      parameters: { token },
    });
    return body.id;
  }
  const say = async (runId: string, verb: string, body: object) =>
    (await bench.post(`/runs/${runId}/${verb}`, body)).status;

  it('has no secret of a run that goes on where everybody reads it', async () => {
    const runId = await start();
    const approval = await bench.approval(runId);
    const frozen = await bench.post('/freezes', {
      scope: 'instance',
      reason: said,
    });
    expect(frozen.body.reason).toMatch(/^It says \*\*\* and /);
    const lifted = await bench.post(`/freezes/${frozen.body.id}/lift`, {
      reason: said,
    });
    expect(lifted.status).toBe(200);
    const [row] = await knex('freezes');
    expect(JSON.stringify(row)).not.toContain(token);

    // Handed over at a run without secrets, it is read at this one, too.
    const other = await bench.post('/runs', {
      missionRef: 'test/asks',
      targets: [{ cluster: 'lab' }],
    });
    const asked = await bench.approval(other.body.id);
    const handed = await bench.post(
      `/approvals/${asked.id}/delegation`,
      {
        to: 'user:default/eve',
        comment: said,
        until: new Date(Date.now() + 3_600_000).toISOString(),
      },
      'ann',
    );
    expect(handed.status).toBe(200);
    expect(handed.body.delegations[0].comment).toMatch(/^It says \*\*\* and /);
    for (const open of [runId, other.body.id]) {
      expect(await say(open, 'cancel', {})).toBe(200);
      await bench.reaches(open, 'cancelled');
    }
    expect(approval.state).toBe('open');
  });

  it('is kept and shown without its secrets, whatever they say it to', async () => {
    const runs = [await start(), await start(), await start()];
    const [done, cancelled, closed] = runs;
    const approval = await bench.approval(done);
    const { status, body } = await bench.post(
      `/approvals/${approval.id}/decision`,
      { decision: 'approve', hash: approval.hash, comment: said },
      'ann',
    );
    expect(status).toBe(200);
    expect(body.decisions[0].comment).toMatch(/^It says \*\*\* and /);
    await bench.reaches(done, 'succeeded');
    expect(await say(done, 'feedback', { value: 'up', comment: said })).toBe(
      200,
    );
    await bench.approval(cancelled);
    for (const verb of ['pause', 'resume', 'cancel']) {
      expect(await say(cancelled, verb, { reason: said })).toBe(200);
    }
    bench.server.forbidden.add('a');
    await bench.decide(await bench.approval(closed));
    await bench.reaches(closed, 'needs_decision');
    const close = { targetId: 'lab', decision: 'close', reason: said };
    expect(await say(closed, 'decide', close)).toBe(200);

    const core = encoded.slice(8, -4);
    for (const runId of runs) {
      for (const part of ['', '/events', '/logs', '/evidence', '/stream']) {
        const { text } = await bench.get(`/runs/${runId}${part}`);
        expect(text).not.toContain(token);
        expect(text).not.toContain(core);
      }
    }
    for (const table of [
      'runs',
      'run_targets',
      'run_events',
      'feedback',
      'approval_decisions',
    ]) {
      const text = JSON.stringify(await knex(table));
      expect([table, text.includes(token)]).toEqual([table, false]);
      expect([table, text.includes(core)]).toEqual([table, false]);
    }
  });
});
