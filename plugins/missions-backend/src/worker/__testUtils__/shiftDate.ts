/**
 * Sets the clock of the process, as its code reads it by Date, ahead or back;
 * the database keeps its own. Returns how to set it right.
 */
export function shiftDate(milliseconds: number): () => void {
  const RealDate = globalThis.Date;
  class ShiftedDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [ShiftedDate.now()]) as [number]));
    }

    static now(): number {
      return RealDate.now() + milliseconds;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
