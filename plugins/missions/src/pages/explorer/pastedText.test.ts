import { pastedText } from './pastedText';

describe('pastedText', () => {
  it('keeps the words of two lines apart', () => {
    expect(pastedText('  Reason:  ErrImagePull\r\n  Ready: False\n')).toBe(
      'Reason: ErrImagePull Ready: False',
    );
  });

  it('keeps of a long text what tells of an error, each line once', () => {
    const text = [
      ...Array.from({ length: 200 }, (_, index) => `Label-${index}: value`),
      'Normal  BackOff  Back-off pulling image "x"',
      'Normal  BackOff  Back-off pulling image "x"',
    ].join('\n');
    expect(pastedText(text)).toBe('Normal BackOff Back-off pulling image "x"');
  });

  it('never gets too long for an address', () => {
    expect(pastedText('error '.repeat(1_000)).length).toBeLessThanOrEqual(
      1_500,
    );
  });
});
