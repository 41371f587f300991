import { Clock } from './cluster';

/** Real time that runs faster: everything simulated lasts `1 / speed`. Time stamps stay real. */
export class SimulatedClock implements Clock {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(readonly speed: number) {}

  /** The present. */
  now(): Date {
    return new Date();
  }

  /** Calls back after simulated milliseconds, unless the clock is stopped before. */
  after(milliseconds: number, callback: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      callback();
    }, milliseconds / this.speed);
    timer.unref();
    this.timers.add(timer);
    return timer;
  }

  /** Forgets every timer. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
