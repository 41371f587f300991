/** An address with other values of some parameters; those that nobody names stay as they are. */
export function withParams(
  before: URLSearchParams,
  names: readonly string[],
  values: URLSearchParams,
): URLSearchParams {
  const kept = [...before].filter(([name]) => !names.includes(name));
  return new URLSearchParams([...kept, ...values]);
}
