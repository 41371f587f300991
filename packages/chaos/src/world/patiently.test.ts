import { patiently } from './patiently';

describe('patiently', () => {
  it('asks again until it is answered', async () => {
    const asked: number[] = [];
    const answer = await patiently(async turn => {
      asked.push(turn);
      if (turn < 2) {
        throw new Error('away');
      }
      return 'there';
    });
    expect([answer, asked]).toEqual(['there', [0, 1, 2]]);
  });
});
