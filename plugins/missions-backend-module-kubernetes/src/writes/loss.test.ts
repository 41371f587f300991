import { isTold, toldOf } from './loss';

const claims = 'its claims are deleted with it';
const unseen = 'leases cannot be listed';

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

  it.each([
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
  ])('where %s', (_, told, loss, known) => {
    expect(isTold(told, loss)).toBe(known);
  });
});
