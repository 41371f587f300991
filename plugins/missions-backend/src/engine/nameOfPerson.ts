/** The readable part of an entity ref, as people are named in sentences. */
export function nameOfPerson(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1) || entityRef;
}
