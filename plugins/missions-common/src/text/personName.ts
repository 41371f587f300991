/** The readable part of an entity ref: `user:default/jane` → `jane`. @public */
export function personName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1) || entityRef;
}
