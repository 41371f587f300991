/**
 * A set of field paths, as structured-merge-diff keeps it. A path is a list of
 * elements; an element is text in the notation of FieldsV1: `f:name` for a
 * field, `k:{"name":"x"}` for an item of a list with keys, `v:"x"` for an item
 * of a set. Values of this class are not changed after they are built, except
 * by `insert` while building.
 */
export class FieldSet {
  readonly members = new Set<string>();
  readonly children = new Map<string, FieldSet>();

  /** Builds a set from paths. */
  static of(...paths: readonly (readonly string[])[]): FieldSet {
    const set = new FieldSet();
    paths.forEach(path => set.insert(path));
    return set;
  }

  /** Adds a path. The empty path is ignored. */
  insert(path: readonly string[]): void {
    if (path.length === 0) return;
    const [head, ...rest] = path;
    if (rest.length === 0) {
      this.members.add(head);
      return;
    }
    let child = this.children.get(head);
    if (!child) {
      child = new FieldSet();
      this.children.set(head, child);
    }
    child.insert(rest);
  }

  /** Is exactly this path in the set? */
  has(path: readonly string[]): boolean {
    if (path.length === 0) return false;
    const [head, ...rest] = path;
    if (rest.length === 0) return this.members.has(head);
    return this.children.get(head)?.has(rest) ?? false;
  }

  /** Is nothing in the set? */
  get isEmpty(): boolean {
    return (
      this.members.size === 0 &&
      [...this.children.values()].every(child => child.isEmpty)
    );
  }

  /** What lies below an element. */
  below(element: string): FieldSet {
    return this.children.get(element) ?? new FieldSet();
  }

  /** Paths in either set. */
  union(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a || b);
  }

  /** Paths in both sets. */
  intersection(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a && b);
  }

  /** Paths in this set and not in the other. */
  difference(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a && !b);
  }

  /** This set without the other's paths and without everything below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const member of this.members)
      if (!other.members.has(member)) result.members.add(member);
    for (const [element, child] of this.children) {
      if (other.members.has(element)) continue;
      const rest = child.recursiveDifference(other.below(element));
      if (!rest.isEmpty) result.children.set(element, rest);
    }
    return result;
  }

  /** Every path, parents before children. */
  paths(): string[][] {
    const result: string[][] = [];
    const elements = [
      ...new Set([...this.members, ...this.children.keys()]),
    ].sort();
    for (const element of elements) {
      if (this.members.has(element)) result.push([element]);
      for (const path of this.below(element).paths())
        result.push([element, ...path]);
    }
    return result;
  }

  /** Do both sets hold the same paths? */
  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }
}

function combine(
  a: FieldSet,
  b: FieldSet,
  keep: (inA: boolean, inB: boolean) => boolean,
): FieldSet {
  const result = new FieldSet();
  for (const member of new Set([...a.members, ...b.members])) {
    if (keep(a.members.has(member), b.members.has(member)))
      result.members.add(member);
  }
  for (const element of new Set([...a.children.keys(), ...b.children.keys()])) {
    const child = combine(a.below(element), b.below(element), keep);
    if (!child.isEmpty) result.children.set(element, child);
  }
  return result;
}
