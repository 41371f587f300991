import { questionsFor, readUpTo } from './readUpTo';

/** Numbers as an API tells them: at most 200 at once, from behind a cursor. */
const numbers = (total: number) =>
  jest.fn(async ({ limit, cursor }: { limit: number; cursor?: string }) => {
    if (limit < 1 || limit > 200) {
      throw new Error(`limit ${limit}`);
    }
    const from = cursor ? Number(cursor) + 1 : 0;
    const to = Math.min(total, from + limit);
    return {
      items: Array.from({ length: to - from }, (_, index) => from + index),
      total,
      ...(to < total && { nextCursor: String(to - 1) }),
    };
  });
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('readUpTo', () => {
  it.each([
    [20, 430, 1],
    [200, 430, 1],
    [201, 430, 2],
    [420, 430, 3],
    [999, 430, 3],
    [20, 0, 1],
  ])('reads %d of %d in %d questions', async (wanted, total, questions) => {
    const ask = numbers(total);
    const { items, nextCursor } = await readUpTo(wanted, ask);
    expect(items).toEqual(upTo(Math.min(wanted, total)));
    expect(ask).toHaveBeenCalledTimes(questions);
    expect(nextCursor).toBe(wanted < total ? String(wanted - 1) : undefined);
  });

  it('tells the total of the last answer, and fails as a whole', async () => {
    const ask = numbers(430);
    await expect(readUpTo(430, ask)).resolves.toMatchObject({ total: 430 });
    ask.mockImplementationOnce(numbers(430));
    ask.mockRejectedValueOnce(new Error('gone'));
    await expect(readUpTo(430, ask)).rejects.toThrow('gone');
  });

  it('counts the questions beforehand', () => {
    expect([1, 200, 201, 430].map(questionsFor)).toEqual([1, 1, 2, 3]);
  });
});
