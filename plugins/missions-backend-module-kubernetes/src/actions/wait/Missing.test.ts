import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { Observation } from '../../observe';
import { Missing } from './Missing';
import type { WaitInput } from './schema';

const web: ObjectRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};
const seen = (there: boolean) =>
  ({
    objects: [{ ref: web, object: there ? { kind: 'Deployment' } : null }],
  } as unknown as Observation);

function missing(wrote: boolean, what: WaitInput['for'] = 'ready') {
  return new Missing({
    input: { objects: [web], for: what },
    wroteEarlier: async () => wrote,
  });
}

describe('Missing', () => {
  it('tells an object that was seen and is gone for 5 s', async () => {
    const gone = missing(false);
    expect(await gone.look(seen(true), 0)).toBeUndefined();
    expect(await gone.look(seen(false), 1_000)).toBeUndefined();
    expect(await gone.look(seen(false), 6_000)).toEqual({
      lost: web,
      reason:
        'Deployment shop/web: It does not exist, for 5 s now, and this step saw it before',
    });
  });

  it('tells an object that an earlier step wrote and that is not there', async () => {
    const gone = missing(true);
    expect(await gone.look(seen(false), 0)).toBeUndefined();
    expect(await gone.look(seen(false), 5_000)).toMatchObject({
      reason: expect.stringMatching(/an earlier step of this run wrote it$/),
    });
  });

  it('lets an object be made anew', async () => {
    const made = missing(true);
    await made.look(seen(true), 0);
    await made.look(seen(false), 1_000);
    await made.look(seen(true), 4_000);
    expect(await made.look(seen(false), 8_000)).toBeUndefined();
    expect(await made.look(seen(false), 12_000)).toBeUndefined();
  });

  it('waits for what nobody has seen or written', async () => {
    const fresh = missing(false);
    await fresh.look(seen(false), 0);
    expect(await fresh.look(seen(false), 60_000)).toBeUndefined();
  });

  it('says nothing where the object ought to go', async () => {
    const leaving = missing(true, 'absent');
    await leaving.look(seen(true), 0);
    await leaving.look(seen(false), 1_000);
    expect(await leaving.look(seen(false), 60_000)).toBeUndefined();
  });
});
