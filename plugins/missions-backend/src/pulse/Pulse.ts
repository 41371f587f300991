/** What is wrong with a part of the engine, since when, and what to do. */
export interface PartTrouble {
  readonly since: Date;
  readonly message: string;
  readonly remedy: string;
}

/** A part of the engine that can say whether it works; some ask the database. */
export interface EnginePart {
  readonly trouble: PartTrouble | undefined | Promise<PartTrouble | undefined>;
}

/** What a pulse is told of the loop that it belongs to. */
export interface PulseOptions {
  /** What does not happen without it, a sentence without its end. */
  readonly effect: string;
  /** What the loop is called. */
  readonly name: string;
  /** Between two beats, at most. */
  readonly silentMs: number;
}

/**
 * Knows of a loop whether it was started, beats, or ended: a loop that hangs
 * cannot say so itself.
 */
export class Pulse implements EnginePart {
  readonly #options: PulseOptions;
  #state: 'created' | 'started' | 'stopped' = 'created';
  #since = new Date();
  /** By the clock that nobody sets. */
  #beatAt = 0;

  private constructor(options: PulseOptions) {
    this.#options = options;
  }

  static create(options: PulseOptions): Pulse {
    return new Pulse(options);
  }

  start(): void {
    this.#enter('started');
    this.beat();
  }

  /** A round ended well. */
  beat(): void {
    this.#beatAt = performance.now();
  }

  stop(): void {
    this.#enter('stopped');
  }

  /** Milliseconds since the last beat; 0 until it is started. */
  get silentMs(): number {
    return this.#state === 'created' ? 0 : performance.now() - this.#beatAt;
  }

  get trouble(): PartTrouble | undefined {
    switch (this.#state) {
      case 'created':
        return this.#trouble(
          this.#since,
          'has not started yet',
          "It starts with the portal, within seconds; if it does not, look for 'startup hook failed' in the log of the backend and start the backend again.",
        );
      case 'stopped':
        return this.#trouble(
          this.#since,
          'was stopped',
          'Start the backend again; nothing is lost.',
        );
      default:
        return this.#silence();
    }
  }

  #silence(): PartTrouble | undefined {
    const { silentMs } = this;
    if (silentMs <= this.#options.silentMs) {
      return undefined;
    }
    return this.#trouble(
      new Date(Date.now() - silentMs),
      'ended no round since then',
      'The log of the backend says why; if it does not recover, start the backend again: nothing is lost.',
    );
  }

  #trouble(since: Date, what: string, remedy: string): PartTrouble {
    const { effect, name } = this.#options;
    return {
      since,
      message: `${effect}: the ${name} of this process ${what}.`,
      remedy,
    };
  }

  #enter(state: 'started' | 'stopped'): void {
    this.#state = state;
    this.#since = new Date();
  }
}
