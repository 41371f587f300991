import { MissionError } from '../errors';
import type { MissionParameters } from '../format/parameterSchema';
import { toCel } from './celValues';

/** What expressions of a mission may read. Everything is plain JSON. @public */
export interface ExpressionScope {
  /** Values by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Declared parameters: integers become ints, absent values null. */
  readonly declared?: MissionParameters;
  readonly target?: {
    readonly name: string;
    readonly environment?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly version?: string;
    readonly role?: string;
  };
  readonly run?: { readonly id: string; readonly initiator?: string };
  readonly mission?: {
    readonly name: string;
    readonly ref?: string;
    readonly title?: string;
    readonly version?: string;
  };
  /** Outputs of ended steps of this target, by step id. */
  readonly steps?: Readonly<Record<string, { readonly output: unknown }>>;
  /** Outputs of steps of other roles. */
  readonly roles?: Readonly<
    Record<
      string,
      {
        readonly steps: Readonly<Record<string, { readonly output: unknown }>>;
        readonly targets?: readonly string[];
      }
    >
  >;
  /** Entry of the step's `each`. */
  readonly each?: { readonly key: string; readonly value: unknown };
}

/** The CEL value of a root, of which only `names` are read; undefined: all. */
export type ReadRoot = (
  root: string,
  names: ReadonlySet<string> | undefined,
) => unknown;

/** Reads a root of a mission's scope as CEL sees it. */
export function readScope(scope: ExpressionScope): ReadRoot {
  return (root, names) => {
    switch (root) {
      case 'parameters':
        return readParameters(scope, names);
      case 'steps':
        return readSome(scope.steps ?? {}, names);
      case 'target':
      case 'run':
      case 'mission':
      case 'roles':
      case 'each':
        return readSome(scope[root] ?? {}, names);
      default:
        throw new MissionError(
          'EXPRESSION_FAILED',
          `An expression reads "${root}", which does not exist here`,
        );
    }
  };
}

function readParameters(
  { parameters, declared }: ExpressionScope,
  names: ReadonlySet<string> | undefined,
): unknown {
  const properties = declared?.properties ?? {};
  const wanted =
    names ?? new Set([...Object.keys(properties), ...Object.keys(parameters)]);
  const known = [...wanted].filter(
    name => Object.hasOwn(properties, name) || Object.hasOwn(parameters, name),
  );
  return Object.fromEntries(
    known.map(name => [
      name,
      toCel(
        Object.hasOwn(parameters, name) ? parameters[name] : undefined,
        Object.hasOwn(properties, name) ? properties[name] : undefined,
      ),
    ]),
  );
}

function readSome(
  record: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string> | undefined,
): unknown {
  const known = names
    ? [...names].filter(name => Object.hasOwn(record, name))
    : Object.keys(record);
  return Object.fromEntries(known.map(name => [name, toCel(record[name])]));
}
