import type { Knex } from 'knex';
import { extract } from 'tar-stream';
import type { UndoKitWriter } from '@mission-control/plugin-missions-node';
import { userCredentials } from '../../__testUtils__/credentials';
import { Sealer } from '../../sealing';
import type { RunRecord } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { DefaultUndoKitService } from './DefaultUndoKitService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials();
const passphrase = 'correct horse battery staple';

/** Writes what it is given. */
const writer: UndoKitWriter = {
  id: 'memory',
  write: ({ run, target, records }) => ({
    files: [
      { path: 'records.json', text: JSON.stringify({ run, target, records }) },
      { path: 'restore.sh', text: '#!/bin/sh\n', executable: true },
    ],
    changes: records.map(({ object }) => ({ object, way: 'restore' })),
    left: [],
    limits: ['It is a test'],
  }),
};
const paintTree = {
  ...paintHouse,
  id: 'tree',
  action: 'memory:kitted',
  input: { name: 'tree', value: 'blue' },
};

describe.each(ids)('undo kits on %s', id => {
  let db: Knex;
  let engine: TestEngine;
  let run: RunRecord;

  beforeEach(async () => {
    db = await databases.init(id);
    const one = new MemoryCluster('one');
    one.objects.set('house', { data: 'red' });
    one.objects.set('tree', { data: 'green' });
    engine = await TestEngine.create(db, [one]);
    addKitted(engine);
    await engine.worker();
    run = await engine.start({
      steps: [paintHouse, paintTree],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    run = await engine.reaches(run.id, 'succeeded');
  });

  afterEach(() => engine.stop());

  function addKitted({ registry }: TestEngine) {
    const set = registry.action('memory:set');
    registry.addActions({
      ...set,
      id: 'memory:kitted',
      undo: { ...set.undo!, kit: writer },
    });
  }

  const kits = (maxBytes?: number, { store, registry } = engine) =>
    DefaultUndoKitService.create({ store, registry, maxBytes });
  const exported = (service = kits()) =>
    service.export({ runId: run.id, credentials, request: { passphrase } });

  it('is an age file of a tar archive, opened by the passphrase alone', async () => {
    const { Decrypter } = await import('age-encryption');
    const { bytes, name, facts } = await exported();
    expect(name).toBe(`undo-kit-${run.id}.tar.age`);
    expect(facts).toEqual({ targets: ['one'], objects: 1, left: 1 });
    expect(Buffer.from(bytes).includes('green')).toBe(false);
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    const files = await filesOf(await decrypter.decrypt(bytes));
    expect([...files.keys()]).toEqual([
      'README.md',
      'one/memory/records.json',
      'one/memory/restore.sh',
      'one/LEFT.md',
    ]);
    expect(JSON.parse(files.get('one/memory/records.json')!)).toMatchObject({
      run: { id: run.id, missionName: 'mission' },
      target: { id: 'one' },
      records: [{ object: { name: 'tree' }, prior: { data: 'green' } }],
    });
  });

  it('says what is in it, and what no action can take back without the portal', async () => {
    const { targets } = await kits().describe({ runId: run.id, credentials });
    expect(targets).toEqual([
      {
        id: 'one',
        changes: [
          { object: expect.objectContaining({ name: 'tree' }), way: 'restore' },
        ],
        left: [
          {
            object: expect.objectContaining({ name: 'house' }),
            reason:
              "Nothing but the portal can take back what the action 'memory:set' did",
          },
        ],
        limits: ['It is a test'],
      },
    ]);
  });

  it('names what another key sealed, and leaves it', async () => {
    const other = await TestEngine.create(db, [], {
      sealer: new Sealer([{ id: 'other', key: Buffer.alloc(32, 9) }]),
    });
    addKitted(other);
    const { targets } = await kits(undefined, other).describe({
      runId: run.id,
      credentials,
    });
    await other.stop();
    expect(targets[0].changes).toEqual([]);
    expect(targets[0].left.map(({ reason }) => reason)).toEqual(
      Array(2).fill(
        "What it was does not open: A sealed value needs the key 'test', which missions.sealing.keys does not list",
      ),
    );
  });

  it('refuses a weak passphrase before it opens anything', async () => {
    const request = { passphrase: 'short' };
    await expect(
      kits().export({ runId: 'absent', credentials, request }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('refuses more than the largest kit', async () => {
    await expect(exported(kits(100))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: `The undo kit of run ${run.id} is larger than 100 bytes`,
    });
  });

  it('refuses a run that is being taken back, or is', async () => {
    const undo = await engine.undo(run);
    await expect(exported()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: `Run ${run.id} is being taken back by run ${undo.id}`,
    });
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    await expect(exported()).rejects.toMatchObject({ code: 'UNDO_REFUSED' });
  });
});

async function filesOf(archive: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const unpacked = extract();
  unpacked.end(Buffer.from(archive));
  for await (const entry of unpacked) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) {
      chunks.push(chunk as Buffer);
    }
    files.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return files;
}
