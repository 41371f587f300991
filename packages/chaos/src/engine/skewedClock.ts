/**
 * Shifts what this process takes for the time: `Date.now()`, `new Date()` and
 * `Date()`. Timers and `performance` go on as they are, as with a real clock
 * that is wrong. Import it before anything that asks for the time.
 */
const RealDate = Date;
let skewMs = 0;

function now(): number {
  return RealDate.now() + skewMs;
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? now : Reflect.get(target, name, receiver),
});

/** From now on the clock is wrong by this much. */
export function setSkew(milliseconds: number): void {
  skewMs = milliseconds;
}
