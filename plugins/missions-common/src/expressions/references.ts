import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * A name that an expression reads, with the static part of its path.
 *
 * @public
 */
export interface Reference {
  readonly root: string;
  /** Fields read from it, as far as they are literal. */
  readonly path: readonly string[];
  /** Where in the expression. */
  readonly start: number;
}

/** Macros whose first argument names a variable. */
const BINDING_MACROS = new Set([
  'map',
  'filter',
  'all',
  'exists',
  'exists_one',
]);

/** References of a tree, and how deep its list macros are nested. */
export interface Reading {
  readonly references: Reference[];
  readonly nesting: number;
}

/** Finds every name that a tree reads; variables of macros are not names. */
export function readReferences(tree: ASTNode): Reading {
  const references: Reference[] = [];
  let deepest = 0;

  function visit(node: unknown, bound: ReadonlySet<string>, nesting: number) {
    deepest = Math.max(deepest, nesting);
    if (!isNode(node)) {
      if (Array.isArray(node)) {
        node.forEach(item => visit(item, bound, nesting));
      }
      return;
    }
    const chain = accessChain(node);
    if (chain) {
      if (!bound.has(chain.root)) {
        references.push(chain);
      }
      visitIndexes(node, bound, nesting);
      return;
    }
    if (node.op === 'rcall') {
      const [name, receiver, args] = node.args;
      const variable = args[0];
      const isBind = name === 'bind' && isName(receiver, 'cel');
      if (
        (BINDING_MACROS.has(name) &&
          args.length >= 2 &&
          isNode(variable) &&
          variable.op === 'id') ||
        (isBind && isNode(variable) && variable.op === 'id')
      ) {
        if (!isBind) {
          visit(receiver, bound, nesting);
        }
        const inner = new Set(bound).add(String(variable.args));
        if (isBind) {
          visit(args[1], bound, nesting);
          visit(args.slice(2), inner, nesting);
        } else {
          visit(args.slice(1), inner, nesting + 1);
        }
        return;
      }
      if (!isName(receiver, 'optional')) {
        visit(receiver, bound, nesting);
      }
      visit(args, bound, nesting);
      return;
    }
    if (node.op === 'call') {
      visit(node.args[1], bound, nesting);
      return;
    }
    if (node.op === 'value') {
      return;
    }
    visit(node.args, bound, nesting);
  }

  /** Computed indexes of a chain, such as `steps[parameters.x]`, are read too. */
  function visitIndexes(
    node: ASTNode,
    bound: ReadonlySet<string>,
    nesting: number,
  ) {
    if (node.op === 'id') {
      return;
    }
    const [object, key] = node.args as [ASTNode, unknown];
    if (isNode(key)) {
      visit(key, bound, nesting);
    }
    visitIndexes(object, bound, nesting);
  }

  visit(tree, new Set(), 0);
  return { references, nesting: deepest };
}

const ACCESS = new Set(['.', '.?', '[]', '[?]']);

/** The root and literal path of `a.b['c']`, or undefined for anything else. */
function accessChain(node: ASTNode): Reference | undefined {
  const path: (string | undefined)[] = [];
  let current = node;
  while (ACCESS.has(current.op)) {
    const [object, key] = current.args as [ASTNode, unknown];
    path.unshift(literalKey(key));
    current = object;
  }
  if (current.op !== 'id') {
    return undefined;
  }
  const open = path.indexOf(undefined);
  return {
    root: String(current.args),
    path: (open === -1 ? path : path.slice(0, open)) as string[],
    start: node.start,
  };
}

function literalKey(key: unknown): string | undefined {
  if (typeof key === 'string') {
    return key;
  }
  return isNode(key) && key.op === 'value' && typeof key.args === 'string'
    ? key.args
    : undefined;
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
