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

/** Whether what was told already covers a loss: what is known by now is less. */
export function isTold(told: string | undefined, loss: Loss): boolean {
  const now = toldOf(loss);
  return (
    now === undefined ||
    told === now ||
    Boolean(told?.startsWith(`${now}${AND}`) || told?.endsWith(`${AND}${now}`))
  );
}

/** The same as part of a planned change. */
export function lossInPlan(loss: Loss): { irreversible?: string } {
  const irreversible = toldOf(loss);
  return irreversible ? { irreversible } : {};
}
