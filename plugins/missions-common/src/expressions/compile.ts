import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { readReferences, type Reference } from './references';
import { readSubExpressions } from './subExpressions';
import { splitTemplate, type TemplatePart } from './template';

/** Characters of one expression. */
const MAX_EXPRESSION_LENGTH = 4096;
/** List macros inside list macros: cost grows with a power of this. */
const MAX_NESTING = 3;
/** Compiled expressions and templates that are kept. */
const CACHE_ENTRIES = 2000;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: {
    maxAstNodes: 1000,
    maxDepth: 40,
    maxListElements: 500,
    maxMapEntries: 500,
  },
});

/** What is wrong with an expression. @public */
export interface ExpressionFault {
  readonly message: string;
  /** Character of the expression or template at which it is wrong. */
  readonly offset: number;
}

/** An expression that was parsed. @public */
export interface CompiledExpression {
  readonly source: string;
  readonly references: readonly Reference[];
  /** Type that the checker infers: bool, int, string, …, or dyn. */
  readonly type: string;
  /** True when it reads nothing, so that it always yields the same. */
  readonly constant: boolean;
  /** Texts that are written in it. */
  readonly literals: ReadonlySet<string>;
  /** Sources of the expressions in it that make a value of others. */
  readonly parts: readonly string[];
  run(context: Record<string, unknown>): unknown;
}

/** A string with its expressions parsed. @public */
export interface CompiledTemplate {
  readonly source: string;
  readonly parts: readonly (
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'expression';
        readonly offset: number;
        readonly compiled: CompiledExpression;
      }
  )[];
  /** Exactly one expression and no text: its value keeps its type. */
  readonly single: boolean;
}

type Result<T> = { readonly ok: T } | { readonly fault: ExpressionFault };

const expressions = new Map<string, Result<CompiledExpression>>();
const templates = new Map<string, Result<CompiledTemplate>>();

/** Parses a bare CEL expression; the result is cached. Never throws. @public */
export function compileExpression(source: string): Result<CompiledExpression> {
  return cached(expressions, source, () => compile(source));
}

/**
 * Parses a string with `${{ }}`; the result is cached. Never throws.
 *
 * @public
 */
export function compileTemplate(source: string): Result<CompiledTemplate> {
  return cached(templates, source, () => {
    const split = splitTemplate(source);
    if ('fault' in split) {
      return { fault: split.fault };
    }
    const parts: CompiledTemplate['parts'][number][] = [];
    for (const part of split.parts) {
      const compiled = compilePart(part);
      if ('fault' in compiled) {
        return compiled;
      }
      parts.push(compiled.ok);
    }
    const single = parts.length === 1 && parts[0].kind === 'expression';
    return { ok: { source, parts, single } };
  });
}

function compilePart(
  part: TemplatePart,
): Result<CompiledTemplate['parts'][number]> {
  if (part.kind === 'text') {
    return { ok: part };
  }
  const result = compileExpression(part.expression);
  if ('fault' in result) {
    return {
      fault: {
        message: result.fault.message,
        offset: part.offset + result.fault.offset,
      },
    };
  }
  return {
    ok: { kind: 'expression', offset: part.offset, compiled: result.ok },
  };
}

function compile(source: string): Result<CompiledExpression> {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    return {
      fault: {
        message: `an expression of ${source.length} characters; at most ${MAX_EXPRESSION_LENGTH} are allowed`,
        offset: 0,
      },
    };
  }
  try {
    const parsed = environment.parse(source);
    const checked = parsed.check();
    if (!checked.valid) {
      return fault(checked.error);
    }
    const { references, nesting } = readReferences(parsed.ast as ASTNode);
    if (nesting > MAX_NESTING) {
      return {
        fault: {
          message: `list macros nested ${nesting} deep; at most ${MAX_NESTING} are allowed`,
          offset: 0,
        },
      };
    }
    return {
      ok: {
        source,
        references,
        type: checked.type ?? 'dyn',
        constant: references.length === 0,
        ...readSubExpressions(parsed.ast as ASTNode, source),
        run: context => parsed(context),
      },
    };
  } catch (error) {
    return fault(error);
  }
}

function fault(error: unknown): Result<never> {
  const { summary, message, range } = error as {
    summary?: string;
    message?: string;
    range?: { start: number };
  };
  return {
    fault: {
      message: summary ?? message ?? String(error),
      offset: range?.start ?? 0,
    },
  };
}

/** Keeps the newest entries; the oldest of all leaves first. */
function cached<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  if (cache.size >= CACHE_ENTRIES) {
    cache.delete(cache.keys().next().value as string);
  }
  cache.set(key, made);
  return made;
}
