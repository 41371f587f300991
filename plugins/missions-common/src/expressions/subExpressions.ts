import type { ASTNode } from '@marcbachmann/cel-js';

/** Macros whose body reads a variable that exists only in them. */
const BINDING_MACROS = new Set([
  'map',
  'filter',
  'all',
  'exists',
  'exists_one',
]);
/** What makes a new value out of those below it. */
const MAKING = new Set(['call', 'rcall', '+', '[]', '[?]']);

/** What an expression consists of, as far as it can stand alone. */
export interface SubExpressions {
  /** Texts that are written in it. */
  readonly literals: ReadonlySet<string>;
  /** Sources of the expressions in it that make a value, without itself. */
  readonly parts: readonly string[];
}

/** Finds both in a tree. A part with a variable of a macro is left out. */
export function readSubExpressions(
  tree: ASTNode,
  source: string,
): SubExpressions {
  const literals = new Set<string>();
  const parts = new Set<string>();

  function visit(node: unknown, alone: boolean) {
    if (Array.isArray(node)) {
      node.forEach(item => visit(item, alone));
      return;
    }
    if (!isNode(node)) {
      return;
    }
    if (node.op === 'value') {
      if (typeof node.args === 'string') {
        literals.add(node.args);
      }
      return;
    }
    const { start, end } = node as ASTNode & { end: number };
    if (alone && node !== tree && MAKING.has(node.op)) {
      parts.add(source.slice(start, end));
    }
    if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      const binds = BINDING_MACROS.has(name) || isName(receiver, 'cel');
      visit(receiver, alone);
      visit(args, alone && !binds);
      return;
    }
    visit(node.args, alone);
  }

  visit(tree, true);
  return { literals, parts: [...parts] };
}

function isName(node: unknown, name: string): boolean {
  return isNode(node) && node.op === 'id' && node.args === name;
}

function isNode(value: unknown): value is ASTNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'op' in value &&
    'args' in value
  );
}
