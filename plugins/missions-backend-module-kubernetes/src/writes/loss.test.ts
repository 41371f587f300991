import { isTold, type Loss, toldOf } from './loss';

type Told = string | undefined;

const claims = 'its claims are deleted with it';
const unseen = 'leases cannot be listed';

/** As the dependants of an object are told. */
const named = (...names: string[]): Loss => ({
  certain: `dependants are collected with it: ${names
    .map(name => `ConfigMap ${name}`)
    .join(', ')}`,
});
const hidden = (kinds: string): Loss => ({
  unseen: `dependants could not be seen: ${kinds} cannot be listed`,
});

describe('a loss', () => {
  it.each([
    [{}, undefined],
    [{ certain: claims }, claims],
    [{ unseen }, unseen],
    [{ certain: claims, unseen }, `${claims}; ${unseen}`],
  ])('is told with all that nobody knows: %j', (loss, told) => {
    expect(toldOf(loss)).toBe(told);
  });

  const both = `${claims}; ${unseen}`;

  it.each<[string, Told, Loss, boolean]>([
    ['nothing is lost', undefined, {}, true],
    ['nothing is lost any more', both, {}, true],
    ['all is as told', both, { certain: claims, unseen }, true],
    ['what was not seen is known by now', both, { certain: claims }, true],
    ['nothing was told', undefined, { certain: claims }, false],
    [
      'something is not seen any more',
      claims,
      { certain: claims, unseen },
      false,
    ],
    ['something else is lost', both, { certain: 'its c' }, false],
    ['only what was certain went', both, { unseen }, true],
    [
      'fewer are collected',
      toldOf(named('a', 'b, ConfigMap c')),
      named('b'),
      true,
    ],
    ['another is collected', toldOf(named('a', 'b')), named('a', 'c'), false],
    ['more are collected', toldOf(named('a')), named('a', 'b'), false],
    [
      'fewer are not named',
      toldOf(named('a and 3 more')),
      named('a and 2 more'),
      true,
    ],
    [
      'more are not named',
      toldOf(named('a and 3 more')),
      named('a and 4 more'),
      false,
    ],
    [
      'one of them has a name',
      toldOf(named('a and 1 more')),
      named('a', 'b'),
      false,
    ],
    [
      'fewer are counted',
      'its 3 ws are lost',
      { certain: 'its 2 ws are lost' },
      true,
    ],
    [
      'more are counted',
      'its 3 ws are lost',
      { certain: 'its 4 ws are lost' },
      false,
    ],
    ['fewer kinds are unseen', toldOf(hidden('x, y')), hidden('y'), true],
    ['another kind is unseen', toldOf(hidden('x')), hidden('y'), false],
    ['the same is certain by now', toldOf(hidden('x')), named('x'), false],
  ])('where %s', (_, told, loss, known) => {
    expect(isTold(told, loss)).toBe(known);
  });
});
