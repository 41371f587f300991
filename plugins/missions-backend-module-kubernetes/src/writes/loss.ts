/** What a write takes along beside what it writes. */
export interface Loss {
  /** Why it cannot be taken back; undefined: it can, as far as anybody sees. */
  readonly certain?: string;
  /**
   * What could not be seen, so that nobody knows whether more is lost. People
   * approve it; the object itself can be taken back all the same.
   */
  readonly unseen?: string;
}

/** Between what is lost for certain and what nobody knows. */
const AND = '; ';

/** What the plan says of a loss, and people approve; undefined: there is none. */
export function toldOf({ certain, unseen }: Loss): string | undefined {
  return [certain, unseen].filter(Boolean).join(AND) || undefined;
}

/**
 * Whether what was told already covers a loss: what is known by now is less,
 * also where fewer of several are named. Another name is something else.
 */
export function isTold(told: string | undefined, loss: Loss): boolean {
  const before = partsOf(told ?? '');
  return partsOf(toldOf(loss) ?? '').every(({ text, count }) =>
    before.some(other => other.text === text && other.count >= count),
  );
}

/** Between the sentences of a loss and its names, and what ends them. */
const BETWEEN = /; |, and |, |: | and (?=\d+ more)| cannot be listed/;
/** What is counted in place of names, such as `2 more` or `its 3 widgets are …`. */
const COUNTED = /^(its )?(\d+) (.*)$/;

/** A sentence or a name in what is told, or how many of something. */
function partsOf(told: string): { text: string; count: number }[] {
  return told
    .split(BETWEEN)
    .filter(Boolean)
    .map(part => {
      const [, its = '', count, what] = COUNTED.exec(part) ?? [];
      return what
        ? { text: its + what, count: Number(count) }
        : { text: part, count: 1 };
    });
}

/** The same as part of a planned change. */
export function lossInPlan(loss: Loss): { irreversible?: string } {
  const irreversible = toldOf(loss);
  return irreversible ? { irreversible } : {};
}
