import { toYaml } from './toYaml';

describe('toYaml', () => {
  it('writes out what cannot be seen in names, texts and blocks', () => {
    expect(
      toYaml({
        image: 'nginx\u202e:1.27',
        'a\u200b': ['b\u2066'],
        block: 'one\ntwo\u200b\n',
      }),
    ).toBe(
      [
        'image: "nginx\\u{202e}:1.27"',
        'a\\u{200b}:',
        '- "b\\u{2066}"',
        'block: |',
        '  one',
        '  two\\u{200b}',
      ].join('\n'),
    );
  });

  it('tells what is written out from a text that reads like it', () => {
    for (const form of [
      (text: string) => text,
      (text: string) => `${text}\nsecond line`,
      (text: string) => ({ [text]: 1 }),
    ]) {
      expect(toYaml(form('x\\u{202e}y'))).not.toBe(toYaml(form('x\u202ey')));
    }
  });
});
