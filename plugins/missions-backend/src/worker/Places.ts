/** How long one that wakes up stands in line before it goes on without a place. */
const PATIENCE_MS = 10_000;

/** So many stand in line for each place at the most: new runs that do little take some milliseconds each. */
const LINE_PER_PLACE = 10;

/** One in line: for its turn the place is taken already. */
type Turn = () => void;

/**
 * The places of a worker: so many targets work at once. A target that only
 * waits gives its place back, and stands in line for one when it wakes up. Who
 * woke up first goes first. A claim lets as many go before it as there are
 * places: new work comes to its turn however many wake up again and again.
 */
export class Places {
  readonly #most: number;
  readonly #onClaimTurn: () => void;
  #line: Turn[] = [];
  #taken = 0;
  #kept = false;

  constructor(options: {
    most: number;
    /** Called when a place is free for the claim that found none. */
    onClaimTurn(): void;
  }) {
    this.#most = options.most;
    this.#onClaimTurn = options.onClaimTurn;
  }

  /** Whether one more may stand in line. */
  get hasLine(): boolean {
    return this.#line.length < this.#most * LINE_PER_PLACE;
  }

  /** Takes a place for a claim. False: there is none, and the claim stands in line. */
  takeForClaim(): boolean {
    if (this.#kept) {
      this.#kept = false;
      return true;
    }
    if (this.#taken < this.#most) {
      this.#taken += 1;
      return true;
    }
    if (!this.#line.includes(this.#claimTurn)) {
      this.#line.splice(this.#most, 0, this.#claimTurn);
    }
    return false;
  }

  /**
   * Takes a place for one that wakes up. False: it was aborted before its turn,
   * or stood in line for so long that it has to go on without one, because its
   * time limit runs.
   */
  async takeAgain(
    signal: AbortSignal,
    patienceMs: number = PATIENCE_MS,
  ): Promise<boolean> {
    if (signal.aborted) {
      return false;
    }
    if (this.#taken < this.#most) {
      this.#taken += 1;
      return true;
    }
    const left = new AbortController();
    const leave = () => left.abort();
    const limit = setTimeout(leave, patienceMs);
    signal.addEventListener('abort', leave);
    try {
      return await new Promise(resolve => {
        const turn = () => resolve(true);
        this.#line.push(turn);
        left.signal.addEventListener('abort', () => {
          this.#line = this.#line.filter(item => item !== turn);
          resolve(false);
        });
      });
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', leave);
    }
  }

  /** Gives a place back: it goes to the first in line. */
  giveBack(): void {
    const next = this.#line.shift();
    if (next) {
      next();
    } else {
      this.#taken -= 1;
    }
  }

  readonly #claimTurn = () => {
    this.#kept = true;
    this.#onClaimTurn();
  };
}
