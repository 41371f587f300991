/** What nobody may read: with characters that every encoding writes otherwise. */
export const CANARY = 'S3cret/pass"word+ünd mehr?';

/** A value and how it looks where it was put into something else. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  plain: value => value,
  json: value => JSON.stringify(value),
  url: encodeURIComponent,
  form: value => new URLSearchParams({ v: value }).toString(),
  base64: value => Buffer.from(value).toString('base64'),
  'base64 behind one': value => Buffer.from(`x${value}x`).toString('base64'),
  'base64 behind two': value => Buffer.from(`u:${value}`).toString('base64'),
  base64url: value => Buffer.from(`user:${value}`).toString('base64url'),
};

/** The canary in each of its eight forms, as a cluster or a page may write it. */
export const canaryForms: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(encodings).map(([name, encode]) => [name, encode(CANARY)]),
);

/** What of a form is the canary itself: base64 mixes the ends with their neighbours. */
const needles = Object.entries(canaryForms).map(([name, form]) => ({
  name,
  needle: name.startsWith('base64') ? form.slice(6, -6) : form,
}));

/** Names of the forms that a text holds, in lines or as a whole. */
export function formsIn(text: string): string[] {
  const whole = text.replace(/\\n|\n/g, '');
  return needles.flatMap(({ name, needle }) =>
    text.includes(needle) || whole.includes(needle) ? [name] : [],
  );
}
