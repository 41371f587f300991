import { visibleProse } from './visibleProse';

describe('visibleProse', () => {
  it('writes out what cannot be seen, wherever it is said', () => {
    expect(
      visibleProse({
        title: 'Drop\u202eweb',
        targets: [
          { steps: [{ name: 'a\u200bb', progress: { text: '\u2066x' } }] },
        ],
        warnings: ['no\u0000'],
      }),
    ).toEqual({
      title: 'Drop\\u{202e}web',
      targets: [
        { steps: [{ name: 'a\\u{200b}b', progress: { text: '\\u{2066}x' } }] },
      ],
      warnings: ['no\\u{0}'],
    });
  });

  it('leaves values alone, which are sent back as they are', () => {
    const answer = {
      at: new Date(0),
      count: 3,
      missing: null,
      content: 'title: "a\u202eb"',
      parameters: { image: 'nginx\u200b' },
      fields: [{ path: 'a', before: 'a\u200b', written: 'b\u200b' }],
    };
    expect(visibleProse(answer)).toEqual(answer);
  });
});
