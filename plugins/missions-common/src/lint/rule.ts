import type { FoundProblem, ProblemPath } from '../format/problem';
import type { MissionDefinition } from '../format/schema';

/** What an action or check says of an input before it runs. @public */
export interface InputFault {
  /** From the root of the input. */
  readonly path: ProblemPath;
  readonly message: string;
  /** The part of the input that it was judged by, where that is more than its path. */
  readonly judged?: unknown;
}

/** What a reader of missions may know of the input of an action or check. @public */
export interface InputFacts {
  /**
   * JSON Schema of the input as a mission writes it (`io: 'input'` of zod):
   * with it, inputs are looked at when a mission is read.
   */
  readonly inputSchema?: Record<string, unknown>;
  /**
   * What the action or check itself would refuse of an input, beyond what
   * JSON Schema can say. It may be given expressions instead of values: what
   * it says of these, and of what contains them, is not heeded.
   */
  readonly inputFaults?: (input: unknown) => readonly InputFault[];
}

/** What the linter and the mission page need to know of an action. @public */
export interface ActionFacts extends InputFacts {
  readonly effect: 'read' | 'write';
  /** Whether the action has an undo of its own. */
  readonly undo: boolean;
  readonly description?: string;
  /** One sentence on how its undo works. */
  readonly undoDescription?: string;
}

/** What a reader of missions may know of a check. @public */
export type CheckFacts = InputFacts;

/**
 * `strict` is what a source asks for; `draft` turns an unresolved pin into a
 * named open point. @public
 */
export type LintLevel = 'strict' | 'draft';

/** What a rule looks at. @public */
export interface LintSubject {
  readonly mission: MissionDefinition;
  readonly actions?: ReadonlyMap<string, ActionFacts>;
}

/** One thing that a rule found. @public */
export interface LintFinding {
  readonly path: ProblemPath;
  /** The key is meant, not its value. */
  readonly atKey?: boolean;
  /** A text inside the value, and the character of it that is meant. */
  readonly within?: FoundProblem['within'];
  readonly message: string;
  /** Overrides the rule's remedy. */
  readonly remedy?: string;
  /** Overrides the rule's severity. */
  readonly severity?: 'error' | 'warning';
  /** A pin: in a draft it is an open point. */
  readonly pin?: boolean;
}

/** A rule of the linter; docs/linter.md is generated from these. @public */
export interface LintRule {
  /** Kebab case; the code of a problem is `lint/<id>`. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** What it demands, in one sentence. */
  readonly demands: string;
  /** Why, in one or two sentences. */
  readonly because: string;
  readonly remedy: string;
  /** A piece of YAML that breaks it. */
  readonly bad: string;
  /** The same, repaired. */
  readonly good: string;
  check(subject: LintSubject): LintFinding[];
}
