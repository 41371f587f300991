/** 0: as it was made, 1: as the run wants it, 2: as somebody else wants it. */
export type Value = 0 | 1 | 2;

/** Any part of an object, as JSON. */
export type Part = Readonly<Record<string, unknown>>;

/** A kind of object, as the sequences use it. */
export interface Kind {
  /** Its kind, and what is special: unique in the catalogue. */
  readonly title: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural, as in paths. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** All of it but the name and the field. */
  readonly base: (name: string) => Part;
  /** The one field that sequences and others change. */
  readonly field: (value: Value) => Part;
  /** Pods come and go with it: it can be scaled or restarted. */
  readonly pods?: readonly ('scale' | 'restart')[];
  /** A deletion of it cannot be taken back, by nature. */
  readonly isLostWhenDeleted?: boolean;
  /** The API server knows no strategic merge for it. */
  readonly isCustom?: boolean;
  /** Set on the object's own status, once it is there. */
  readonly status?: Part;
}

/** A label, where nothing else of a kind may change. */
export const colorLabel = (value: Value): Part => ({
  metadata: { labels: { color: `color-${value}` } },
});

/** What most kinds have: no more than their field. */
export const nothingElse = (): Part => ({});
