import { MemoryJournal } from '../testing';
import { withOpenIntents } from './openIntents';

const entry = (name: string) => ({
  verb: 'apply',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'web', name },
  prior: null,
});

const isDelete = ({ verb }: { verb: string }) => verb === 'delete';

describe('withOpenIntents', () => {
  it('knows what is declared until it is completed or refused', async () => {
    const inner = new MemoryJournal('step');
    const { journal, open } = withOpenIntents(inner, isDelete);
    const first = await journal.intend(entry('a'));
    const second = await journal.intend(entry('b'));
    await journal.intend(entry('c'));
    expect(open().map(({ object }) => object.name)).toEqual(['a', 'b', 'c']);
    await journal.complete(first, { kind: 'ConfigMap' });
    await journal.refuse(second, { code: 'KIND_DENIED', message: 'no' });
    expect(open()).toEqual([
      { seq: 3, verb: 'apply', object: entry('c').object, deletes: false },
    ]);
    expect(await journal.records()).toMatchObject([
      { state: 'done' },
      { state: 'failed' },
      { state: 'intent' },
    ]);
  });

  it('does not count what an earlier try left open', async () => {
    const inner = new MemoryJournal('step');
    await withOpenIntents(inner, isDelete).journal.intend(entry('a'));
    const { journal, open } = withOpenIntents(inner, isDelete);
    expect(await journal.records()).toHaveLength(1);
    expect(open()).toEqual([]);
  });

  it('declares nothing when the journal does not take the intent', async () => {
    const inner = new MemoryJournal('step');
    inner.crash = at => {
      throw new Error(at);
    };
    const { journal, open } = withOpenIntents(inner, isDelete);
    await expect(journal.intend(entry('a'))).rejects.toThrow(
      'before an intent',
    );
    expect(open()).toEqual([]);
  });

  it('keeps what was declared, whatever becomes of the entry', async () => {
    const inner = new MemoryJournal('step');
    const late = jest.spyOn(inner, 'intend');
    const { journal, open } = withOpenIntents(inner, isDelete);
    const given = { ...entry('a'), verb: 'delete' };
    const pending = journal.intend(given);
    given.object.name = 'other';
    given.verb = 'apply';
    await pending;
    const { object } = entry('a');
    expect(open()).toEqual([{ seq: 1, verb: 'delete', object, deletes: true }]);
    expect(late.mock.calls).toEqual([
      [{ verb: 'delete', object, prior: null }],
    ]);
  });
});
