/**
 * A version of a custom resource that takes every field.
 *
 * @param storage - whether objects are kept in this version
 */
export function openVersion(name: string, storage = true) {
  return {
    name,
    served: true,
    storage,
    schema: {
      openAPIV3Schema: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
  };
}
