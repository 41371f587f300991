/** One object that is sent to a server so that it shows its rules. */
export interface Sample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The samples of a kind: each shows defaults, the last one also what is fixed. */
export type KindSamples = readonly [Sample, ...Sample[]];

/**
 * Samples by kind as `recorded.json` names them (`apps/v1/Deployment`).
 * Objects outside of namespaces, and what they are named by, carry `mark`: it
 * keeps two recordings on one cluster apart, and is taken out of the record.
 */
export type Samples = Readonly<Record<string, KindSamples>>;

/** Samples of one kind, from bodies without `apiVersion`, `kind` and name. */
export function samplesOf(
  id: string,
  bodies: readonly [object, ...object[]],
  name: string = 'probe',
): Samples {
  const slash = id.lastIndexOf('/');
  const base = {
    apiVersion: id.slice(0, slash).replace(/^\//, ''),
    kind: id.slice(slash + 1),
  };
  const [first, ...more] = bodies.map(body => {
    const { metadata, ...rest } = body as { metadata?: object };
    return { ...base, metadata: { name, ...metadata }, ...rest };
  });
  return { [id]: [first, ...more] };
}
