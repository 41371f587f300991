/** Texts of `Warning: 299 - "text"` headers (RFC 7234), in order. */
export function readWarnings(header: string | string[] | undefined): string[] {
  const values = header === undefined ? [] : [header].flat();
  return values.flatMap(value =>
    [...value.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(match =>
      match[1].replace(/\\(.)/g, '$1'),
    ),
  );
}
