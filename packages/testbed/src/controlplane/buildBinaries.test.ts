import { goFits } from './buildBinaries';

describe('goFits', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', true],
    ['go version go1.27rc1 darwin/arm64', true],
    ['go version go2.0 linux/amd64', true],
    ['go version go1.25.9 linux/amd64', false],
    ['no version at all', false],
  ])('judges %s as %s', (output, fits) => {
    expect(goFits(output)).toBe(fits);
  });
});
