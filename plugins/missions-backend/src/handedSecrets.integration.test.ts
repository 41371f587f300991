import type { Knex } from 'knex';
import { PortalBench } from './__testUtils__/PortalBench';
import { Masker } from './sealing';
import { engineDatabases } from './store/__testUtils__/databases';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases({ both: true });
const pin = 'p1n-of-the-parent';
const read = 'hunter2/hunter2?';
const number = 4711471147;
const made = pin.toUpperCase();
const needles = [...new Masker([pin, read, number, made]).needles];

const head = (name: string) => `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: Hand ${name}, description: Hands a secret down. }
spec:
  type: install
  lifecycle: production
  targets: { min: 1 }`;
/** Takes secrets by parameters that are none, writes them, and goes on to another. */
const writing = (name: string, next = '') => `${head(name)}
  parameters:
    properties:
      note: { type: string }
      pin: { type: string }
      number: { type: integer }
  steps:
    - id: write
      action: test:write
      input: &written
        name: ${name}
        value: '\${{ parameters.note }} \${{ parameters.pin }} \${{ string(parameters.number) }}'
      undo: { action: test:write, input: { name: ${name}, value: 'not \${{ parameters.note }}' } }${next}
  verify:
    - { id: is-there, check: test:value, input: *written }
`;
const hand = (to: string, note: string, value: string, from: string) => `
    - id: hand
      action: mission:run
      input:
        mission: test/${to}
        parameters: { note: '${note}', pin: '\${{ parameters.pin }}', number: '${value}' }
        targets: [{ cluster: ${from} }]`;
const missions = {
  parent: `${head('parent')}
  parameters: { properties: { pin: { type: string, secret: true } } }
  steps:
    - { id: read, action: test:read, sealed: true, input: { name: source } }${hand(
      'child',
      'key ${{ steps.read.output.value }} ${{ parameters.pin.upperAscii() }}',
      '${{ steps.read.output.number }}',
      'lab',
    )}
  verify:
    - { id: is-there, check: test:value, input: { name: source, value: '\${{ steps.read.output.value }}' } }
`,
  child: writing(
    'child',
    hand(
      'grandchild',
      '${{ parameters.note }}',
      '${{ parameters.number }}',
      'lab',
    ),
  ),
  grandchild: writing('grandchild'),
};

describe.each(ids)('a secret that a mission hands to others, on %s', id => {
  let bench: PortalBench;
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(id);
    bench = await PortalBench.start(missions, knex);
  });

  afterAll(async () => {
    await bench?.stop();
  });

  const below = (column: string, runId: string) =>
    bench.until(
      async (): Promise<string | undefined> =>
        (
          await knex('runs')
            .where({ [column]: runId })
            .first('id')
        )?.id,
    );
  const approve = async (runId: string) => {
    const { status } = await bench.decide(await bench.approval(runId));
    expect(status).toBe(200);
  };

  it('is written as it is, and neither shown nor kept in clear, there, below and on the way back', async () => {
    bench.server.objects.set('source', {
      data: { value: read, number: String(number) },
    });
    const created = await bench.post('/runs', {
      missionRef: 'test/parent',
      targets: [{ cluster: 'lab' }],
      parameters: { pin },
    });
    expect(created.status).toBe(201);
    const parent: string = created.body.id;
    await approve(parent);
    const child = await below('parent_run_id', parent);
    await approve(child);
    const grandchild = await below('parent_run_id', child);
    await approve(grandchild);
    await bench.reaches(parent, 'succeeded');
    for (const name of ['child', 'grandchild']) {
      expect(bench.server.objects.get(name)?.data.value).toBe(
        `key ${read} ${made} ${pin} ${number}`,
      );
    }
    const shown = (await bench.get(`/runs/${grandchild}`)).body.parameters;
    expect(shown).toEqual({
      note: 'key *** ***',
      pin: '***',
      number: '***',
    });

    const undone = await bench.post(`/runs/${parent}/undo`, {
      reason: `Nobody may know ${read}`,
    });
    expect(undone.body.reason).toBe('Nobody may know ***');
    const undo: string = undone.body.id;
    const runs = [parent, child, grandchild, undo];
    await approve(undo);
    for (const original of [child, grandchild]) {
      runs.push(await below('undo_of', original));
      await approve(runs.at(-1)!);
    }
    await bench.reaches(undo, 'succeeded');
    expect(bench.server.objects.get('grandchild')?.data.value).toBe(
      `not key ${read} ${made}`,
    );

    for (const runId of runs) {
      expect((await bench.get(`/runs/${runId}`)).body.state).toBe('succeeded');
      for (const part of [
        ...['', '/plan', '/plan.md', '/evidence', '/journal', '/findings'],
        ...['/events', '/logs', '/stream'],
      ]) {
        const { status, text } = await bench.get(`/runs/${runId}${part}`);
        expect([part, status, found(text)]).toEqual([part, 200, []]);
      }
    }
    const logs = (await bench.get(`/runs/${child}/logs`)).body.items;
    expect(logs.map((line: any) => line.text)).toContain(
      'Write key *** *** *** *** to child',
    );
    for (const table of await tablesOf(knex)) {
      const text = JSON.stringify(await knex(table));
      expect([table, found(text)]).toEqual([table, []]);
    }
  });
});

/** Forms of a secret that a text holds. */
function found(text: string): string[] {
  return needles.filter(needle => text.includes(needle));
}

async function tablesOf(knex: Knex): Promise<string[]> {
  const tables: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('information_schema.tables')
          .where('table_schema', knex.raw('current_schema()'))
          .select('table_name as name')
      : await knex('sqlite_master').where({ type: 'table' }).select('name');
  return tables.map(({ name }) => name);
}
