import { headlineOf } from './headlineOf';

const long = 'and more and more '.repeat(12).trim();

describe('headlineOf', () => {
  it.each([
    [
      'Deployment web cannot start: no image',
      'Deployment web cannot start: no image',
    ],
    [
      `The image was refused by the registry: ${long}`,
      'The image was refused by the registry',
    ],
    [`The image was refused\n${long}`, 'The image was refused'],
    [`The image was refused. Then: ${long}`, 'The image was refused'],
    ['', ''],
  ])(
    'takes the first part of a long message, all of a short one',
    (message, headline) => {
      expect(headlineOf(message)).toBe(headline);
    },
  );

  it('cuts between words where there is no part', () => {
    const headline = headlineOf(long);
    expect(headline.length).toBeLessThanOrEqual(141);
    expect(headline).toMatch(/(and|more)…$/);
  });
});
