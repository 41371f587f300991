import { Clock } from './cluster';

/** Real time that runs faster: everything simulated lasts `1 / speed`. Time stamps stay real. */
export class SimulatedClock implements Clock {
  private offsetMs = 0;

  constructor(readonly speed: number) {}

  /** The present, or the past while history is written. */
  now(): Date {
    return new Date(Date.now() - this.offsetMs);
  }

  /** Goes back that many minutes; 0 returns to the present. */
  pretend(minutesAgo: number): void {
    this.offsetMs = minutesAgo * 60_000;
  }
}
