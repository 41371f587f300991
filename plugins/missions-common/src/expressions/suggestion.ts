/** Names longer than this are not compared. */
const MAX_LENGTH = 80;

/**
 * ` Did you mean "x"?` for the known name that is closest to a wrong one, or
 * an empty text when none is close.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  return suggestionWords(nearestName(wrong, known));
}

/** ` Did you mean "x"?`, or an empty text without a name. */
export function suggestionWords(name: string | undefined): string {
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}

/** The known name that is closest to a wrong one, where one is close. */
export function nearestName(
  wrong: string,
  known: Iterable<string>,
): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** Levenshtein distance by rows. */
function editDistance(a: string, b: string): number {
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) {
    return a === b ? 0 : MAX_LENGTH;
  }
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(
        row[j - 1] + 1,
        previous[j] + 1,
        previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = row;
  }
  return previous[b.length];
}
