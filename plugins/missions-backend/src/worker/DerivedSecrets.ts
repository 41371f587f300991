import type {
  MissionStep,
  Reference,
  SecretReading,
} from '@mission-control/plugin-missions-common';
import { type Masker, MASK } from '../sealing';
import type { DerivedSecret } from '../store';

/**
 * What the expressions of a run make of its secrets. It is masked from the
 * moment on that it is made; what was not kept yet is taken by whoever commits.
 */
export class DerivedSecrets implements SecretReading {
  readonly #masker: Masker;
  readonly #sealedSteps: ReadonlySet<string>;
  readonly #digest: (value: unknown) => string;
  #unkept: DerivedSecret[] = [];

  constructor(options: {
    masker: Masker;
    steps: readonly Pick<MissionStep, 'id' | 'sealed'>[];
    /** HMAC with the key of the run. */
    digest?(value: unknown): string;
  }) {
    this.#masker = options.masker;
    this.#sealedSteps = new Set(
      options.steps.filter(step => step.sealed).map(step => step.id),
    );
    this.#digest = options.digest ?? (() => '');
  }

  isSecret(value: unknown, { root, path }: Reference): boolean {
    return (
      this.#masker.holds(value) ||
      (value !== undefined && this.#isSealed(root, path))
    );
  }

  derived(value: string | number): void {
    // Nothing more has to be known to hide it.
    if (this.#masker.mask(value) !== MASK) {
      this.#masker.add(value);
      this.#unkept.push({ value, digest: this.#digest(value) });
    }
  }

  /** Whether there is any secret of which something can be made. */
  get possible(): boolean {
    return !this.#masker.empty || this.#sealedSteps.size > 0;
  }

  /** What has to be kept with the run yet. */
  get unkept(): readonly DerivedSecret[] {
    return this.#unkept;
  }

  /** These are kept now. */
  keep(kept: readonly DerivedSecret[]): void {
    this.#unkept = this.#unkept.filter(item => !kept.includes(item));
  }

  /** Also what the masker cannot know: numbers of few digits in a sealed output. */
  #isSealed(root: string, path: readonly string[]): boolean {
    if (root !== 'steps' && !(root === 'roles' && path[1] === 'steps')) {
      return false;
    }
    const step = root === 'steps' ? path[0] : path[2];
    return step === undefined
      ? this.#sealedSteps.size > 0
      : this.#sealedSteps.has(step);
  }
}
