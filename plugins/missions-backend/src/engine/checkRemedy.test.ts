import { checkRemedy, missionNamed } from './checkRemedy';

describe('missionNamed', () => {
  it.each([
    ['repaint', 'house/repaint'],
    ['other/repaint', 'other/repaint'],
  ])('reads %s in a mission of the source house as %s', (name, ref) => {
    expect(missionNamed(name, 'house/paint')).toBe(ref);
  });
});

describe('checkRemedy', () => {
  type Remedy = Parameters<typeof checkRemedy>[1];
  const of = (told?: Remedy, specified?: Remedy) =>
    checkRemedy('house/paint', told, specified);

  it('is the first that there is', () => {
    expect(of({ text: 'Wait' }, { text: 'Paint' })).toEqual({ text: 'Wait' });
    expect(of(undefined, { text: 'Paint' })).toEqual({ text: 'Paint' });
    expect(of(undefined, undefined)).toBeUndefined();
  });

  it('names a mission by its ref, with its parameters', () => {
    const parameters = { colour: 'red' };
    expect(of({ mission: 'repaint', parameters })).toEqual({
      text: 'Run house/repaint',
      mission: 'house/repaint',
      parameters,
    });
    expect(of({ mission: 'a/b', text: 'Paint it' })).toEqual({
      text: 'Paint it',
      mission: 'a/b',
    });
  });
});
