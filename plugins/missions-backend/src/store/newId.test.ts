import { idOf, isId, newId } from './newId';

describe('newId', () => {
  it('makes ids that sort by time', () => {
    const early = newId(new Date(1_000));
    const late = newId(new Date(2_000));
    expect(early < late).toBe(true);
    expect(newId()).not.toBe(newId());
  });
});

describe('isId', () => {
  it('knows what newId makes', () => {
    expect(isId(newId())).toBe(true);
  });

  it.each([
    '',
    'nonsense',
    `${newId()}0`,
    newId().toUpperCase(),
    '0'.repeat(25),
  ])('refuses %s', text => {
    expect(isId(text)).toBe(false);
  });
});

describe('idOf', () => {
  it('is one id for one text, and another for another', () => {
    expect(idOf('a')).toBe(idOf('a'));
    expect(idOf('a')).not.toBe(idOf('b'));
    expect(isId(idOf('a'))).toBe(true);
  });
});
