/**
 * A context with more members. Getters stay getters (a spread would read
 * `cluster`, which throws where there is none).
 */
export function extend<B extends object, M extends object>(
  base: B,
  members: M,
): B & M {
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(base),
      ...Object.getOwnPropertyDescriptors(members),
    },
  ) as B & M;
}
