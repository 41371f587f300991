/** Items that the API answers at most to one question. */
const MAX_ITEMS = 200;

/** A list that the API answers in pieces. */
interface Piece {
  items: unknown[];
  /** Where the next piece begins; absent at the end. */
  nextCursor?: string;
}

/**
 * The first items of a list, however many: in as many questions as it takes,
 * each of which goes on behind the last item of the one before. The rest of
 * the answer is that of the last question.
 * @public
 */
export async function readUpTo<T extends Piece>(
  wanted: number,
  ask: (piece: { limit: number; cursor?: string }) => Promise<T>,
): Promise<T> {
  const pieces = questionsFor(wanted);
  let answer = await ask({ limit: Math.min(MAX_ITEMS, wanted) });
  const items = [...answer.items];
  for (let piece = 1; piece < pieces && answer.nextCursor; piece++) {
    answer = await ask({
      limit: Math.min(MAX_ITEMS, wanted - piece * MAX_ITEMS),
      cursor: answer.nextCursor,
    });
    items.push(...answer.items);
  }
  return { ...answer, items };
}

/** How many questions it takes. */
export function questionsFor(wanted: number): number {
  return Math.max(1, Math.ceil(wanted / MAX_ITEMS));
}
