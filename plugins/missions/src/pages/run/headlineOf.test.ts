import { headlineOf } from './headlineOf';

const long = 'and more and more '.repeat(12).trim();

describe('headlineOf', () => {
  it.each([
    [
      'Deployment web cannot start: no image',
      'Deployment web cannot start: no image',
    ],
    [
      `The image was refused by the registry. ${long}`,
      'The image was refused by the registry',
    ],
    [
      'The server answered, and this is it:\nImagePullBackOff',
      'The server answered, and this is it: ImagePullBackOff',
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

  it.each([
    [
      `Deployment shop/checkout: ImagePullBackOff ${long}`,
      /^Deployment shop\/checkout: ImagePullBackOff and .*…$/,
    ],
    [
      `Deployment shop/checkout; CrashLoopBackOff of container web ${long}`,
      /^Deployment shop\/checkout; CrashLoopBackOff of container web and .*…$/,
    ],
    [
      `Deployment shop/checkout: ImagePullBackOff of shop:9. ${long}`,
      /^Deployment shop\/checkout: ImagePullBackOff of shop:9$/,
    ],
    [
      `Deployment shop/checkout is not ready:\n${long}`,
      /^Deployment shop\/checkout is not ready: and more/,
    ],
  ])('keeps the cause behind a colon or semicolon', (message, headline) => {
    expect(headlineOf(message)).toMatch(headline);
  });

  it('ends with no sentence of an aside that goes on after it', () => {
    const aside =
      'taken back, except 1 object: ConfigMap shop/rb-second (Stays as it is now. data.k was';
    expect(headlineOf(`${aside} changed since, ${long}).`)).toMatch(
      /^taken back, except 1 object: ConfigMap shop\/rb-second \(Stays as it is now\. data\.k was changed .*…$/,
    );
    expect(headlineOf(`Taken back in part (1 of 2). ${aside} ${long}`)).toBe(
      'Taken back in part (1 of 2)',
    );
    expect(headlineOf(`1) It was refused by the API. ${long}`)).toBe(
      '1) It was refused by the API',
    );
  });

  it('cuts between words where there is no part', () => {
    const headline = headlineOf(long);
    expect(headline.length).toBeLessThanOrEqual(141);
    expect(headline).toMatch(/(and|more)…$/);
  });
});
