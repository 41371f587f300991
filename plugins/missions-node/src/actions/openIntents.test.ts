import { MemoryJournal } from '../testing';
import { withOpenIntents } from './openIntents';

const entry = (name: string) => ({
  verb: 'apply',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'web', name },
  prior: null,
});

describe('withOpenIntents', () => {
  it('knows what is declared until it is completed or refused', async () => {
    const inner = new MemoryJournal('step');
    const { journal, open } = withOpenIntents(inner);
    const first = await journal.intend(entry('a'));
    const second = await journal.intend(entry('b'));
    await journal.intend(entry('c'));
    expect(open().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    await journal.complete(first, { kind: 'ConfigMap' });
    await journal.refuse(second, { code: 'KIND_DENIED', message: 'no' });
    expect(open()).toEqual([entry('c').object]);
    expect(await journal.records()).toMatchObject([
      { state: 'done' },
      { state: 'failed' },
      { state: 'intent' },
    ]);
  });

  it('does not count what an earlier try left open', async () => {
    const inner = new MemoryJournal('step');
    await withOpenIntents(inner).journal.intend(entry('a'));
    const { journal, open } = withOpenIntents(inner);
    expect(await journal.records()).toHaveLength(1);
    expect(open()).toEqual([]);
  });

  it('declares nothing when the journal does not take the intent', async () => {
    const inner = new MemoryJournal('step');
    inner.crash = at => {
      throw new Error(at);
    };
    const { journal, open } = withOpenIntents(inner);
    await expect(journal.intend(entry('a'))).rejects.toThrow(
      'before an intent',
    );
    expect(open()).toEqual([]);
  });

  it('keeps the object that was declared, whatever becomes of the entry', async () => {
    const { journal, open } = withOpenIntents(new MemoryJournal('step'));
    const given = entry('a');
    await journal.intend(given);
    given.object.name = 'other';
    expect(open()).toEqual([entry('a').object]);
  });
});
