import { compileExpression, compileTemplate } from './compile';
import type { Reference } from './references';

/** What a value with expressions reads. @public */
export interface ExpressionDependencies {
  readonly parameters: string[];
  /** Ids of steps whose output is read. */
  readonly steps: string[];
  /** Steps of other roles. */
  readonly roles: { readonly role: string; readonly step?: string }[];
  readonly target: boolean;
  readonly run: boolean;
  readonly mission: boolean;
  readonly each: boolean;
}

/**
 * What a JSON value reads through its `${{ }}`, or with `bare` what a
 * condition reads. A name that is read by a computed key counts as `*`. The
 * engine tells from `steps` and `roles` what is deferred.
 * @public
 */
export function dependencies(
  value: unknown,
  options: { bare?: boolean } = {},
): ExpressionDependencies {
  const found = references(value, options);
  const parameters = new Set<string>();
  const steps = new Set<string>();
  const roles = new Map<string, { role: string; step?: string }>();
  const roots = new Set(found.map(reference => reference.root));
  for (const { root, path } of found) {
    if (root === 'parameters') {
      parameters.add(path[0] ?? '*');
    } else if (root === 'steps') {
      steps.add(path[0] ?? '*');
    } else if (root === 'roles') {
      const role = path[0] ?? '*';
      const step = path[1] === 'steps' ? path[2] ?? '*' : undefined;
      roles.set(`${role}/${step ?? ''}`, { role, step });
    }
  }
  return {
    parameters: [...parameters].sort(),
    steps: [...steps].sort(),
    roles: [...roles.values()],
    target: roots.has('target'),
    run: roots.has('run'),
    mission: roots.has('mission'),
    each: roots.has('each'),
  };
}

/** All references of a JSON value; faulty expressions have none. */
function references(value: unknown, options: { bare?: boolean }): Reference[] {
  if (typeof value === 'string') {
    if (options.bare) {
      const result = compileExpression(value);
      return 'ok' in result ? [...result.ok.references] : [];
    }
    return value.includes('${{') ? referencesOfText(value) : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(item => references(item, options));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(item => references(item, options));
  }
  return [];
}

function referencesOfText(text: string): Reference[] {
  const result = compileTemplate(text);
  return 'ok' in result
    ? result.ok.parts.flatMap(part =>
        part.kind === 'expression' ? [...part.compiled.references] : [],
      )
    : [];
}
