import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { isRecord, sameJson } from '../objects';
import { listKeys } from '../objects/paths';

/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  /** JSON pointer. */
  readonly path: string;
  readonly value?: unknown;
}

/** One place that differs between two states of an object, as tests and as the way back. */
export interface PatchedPlace {
  readonly path: string;
  /** Holds while the place is as in the first state. */
  readonly asLeft: readonly PatchOperation[];
  /** Makes it as in the second state. */
  readonly back: PatchOperation;
  /** Holds once it is as in the second state. */
  readonly asBefore: readonly PatchOperation[];
}

/**
 * The places at which two states of an object differ. The API server tests and
 * changes them in one request, so nothing that changed in between is
 * overwritten. Items of a keyed list are addressed by their place in it, with a
 * test of their keys; a list that grew or shrank is one place.
 */
export function patchBack(
  left: KubernetesObject,
  before: KubernetesObject,
): PatchedPlace[] {
  return differences(left, before, '', []);
}

function differences(
  left: unknown,
  before: unknown,
  path: string,
  within: readonly PatchOperation[],
): PatchedPlace[] {
  if (sameJson(left, before)) {
    return [];
  }
  if (isRecord(left) && isRecord(before)) {
    const names = new Set([...Object.keys(left), ...Object.keys(before)]);
    return [...names]
      .sort()
      .flatMap(name =>
        differences(
          left[name],
          before[name],
          `${path}/${escapePointer(name)}`,
          within,
        ),
      );
  }
  const keys = Array.isArray(left) ? sharedKeys(path, left, before) : undefined;
  if (keys) {
    return (left as any[]).flatMap((item, index) => {
      const at = `${path}/${index}`;
      const isIt = keys
        .filter(key => item[key] !== undefined)
        .map(key => test(`${at}/${escapePointer(key)}`, item[key]));
      return differences(item, (before as any[])[index], at, [
        ...within,
        ...isIt,
      ]);
    });
  }
  return [
    {
      path,
      asLeft: [...within, test(path, left)],
      back: wayBack(path, left, before),
      asBefore: [...within, test(path, before)],
    },
  ];
}

function wayBack(path: string, left: unknown, before: unknown): PatchOperation {
  if (before === undefined) {
    return { op: 'remove', path };
  }
  return { op: left === undefined ? 'add' : 'replace', path, value: before };
}

/** Null holds for what is not there, too. */
function test(path: string, value: unknown): PatchOperation {
  return { op: 'test', path, value: value ?? null };
}

/** The keys of two lists with the same items in the same order; undefined: they are not such. */
function sharedKeys(
  path: string,
  left: unknown[],
  before: unknown,
): readonly string[] | undefined {
  if (!Array.isArray(before) || before.length !== left.length) {
    return undefined;
  }
  const field = path.slice(path.lastIndexOf('/') + 1);
  const keys = listKeys(field, left, before);
  const isSame = keys?.every(key =>
    left.every((item: any, index) => sameJson(item[key], before[index][key])),
  );
  return isSame ? keys : undefined;
}

/** A name as a part of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}

/**
 * JSON on one line that kubectl reads as it is: it takes patches for YAML, which
 * some characters may not stand in.
 */
export function lineOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
