import type { WriteContext } from '../writes';
import { driftBlock, madeAnew } from './blocks';

const OURS = 'missions:paint';
const ctx = {
  run: { missionName: 'paint' },
  mask: (value: unknown) => (value === 'sesame' ? '***' : value),
  digest: () => 'abcdef0123456789',
} as unknown as WriteContext;

const entry = (manager: string, time?: string) => ({
  manager,
  operation: 'Update',
  time,
  fieldsV1: { 'f:data': { 'f:colour': {} } },
});
const map = (colour: string | undefined, ...managedFields: object[]) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'house',
    uid: 'one',
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields,
  },
  ...(colour === undefined ? {} : { data: { colour } }),
});

const prior = map('red', entry('them'));
const after = map('blue', entry(OURS));

describe('driftBlock', () => {
  it('finds nothing where everything is as the run left it', async () => {
    expect(await driftBlock(ctx, prior, { after, live: after })).toBe(
      undefined,
    );
  });

  it('says what changed, by which field manager and when', async () => {
    const live = map('green', entry('kubectl-edit', '2026-02-03T04:05:06Z'));
    expect(await driftBlock(ctx, prior, { after, live })).toEqual({
      conflictWith: 'kubectl-edit',
      fields: [
        {
          path: 'data.colour',
          before: 'green',
          after: 'red',
          owner: 'kubectl-edit',
          written: 'blue',
        },
      ],
      note: 'data.colour was changed since by kubectl-edit at 2026-02-03T04:05:06Z: before the run "red", after it "blue", now "green"',
    });
  });

  it('does not blame the run itself, which may still own the field', async () => {
    const live = map(
      'green',
      entry(OURS, '2026-02-01T00:00:00Z'),
      entry('hpa', '2026-02-02T00:00:00Z'),
    );
    expect((await driftBlock(ctx, prior, { after, live }))?.conflictWith).toBe(
      'hpa',
    );
  });

  it('says that the cluster does not name who removed a field', async () => {
    const block = await driftBlock(ctx, prior, {
      after,
      live: map(undefined),
    });
    expect(block).toMatchObject({
      conflictWith: 'somebody',
      note: expect.stringContaining(
        'by somebody that the cluster does not name',
      ),
    });
  });

  it('masks secret values', async () => {
    const live = map('sesame', entry('kubectl-edit'));
    const block = await driftBlock(ctx, prior, { after, live });
    expect(JSON.stringify(block)).not.toContain('sesame');
    expect(block?.fields?.[0].secret).toBe(true);
  });

  it('tells another object under the same name from a change', async () => {
    const made = map('blue', entry('kubectl-create'));
    const live = { ...made, metadata: { ...made.metadata, uid: 'two' } };
    expect(await driftBlock(ctx, prior, { after, live })).toEqual({
      conflictWith: 'kubectl-create',
      note: 'It was deleted since and made anew by kubectl-create at 2026-01-01T00:00:00Z: its uid is another',
    });
  });
});

describe('madeAnew', () => {
  it('names nobody where the object has no field managers', () => {
    expect(madeAnew(map('blue'), 'It was made anew')).toEqual({
      conflictWith: 'somebody',
      note: 'It was made anew by somebody that the cluster does not name: its uid is another',
    });
  });
});
