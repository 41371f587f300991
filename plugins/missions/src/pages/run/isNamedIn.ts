/** Whether a text has a name as a whole: `dev-2` does not name `dev`. */
export function isNamedIn(text: string, name: string): boolean {
  const inName = /[\w.-]/;
  const isEdge = (character = ' ') => !inName.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    // A full stop behind a name ends the sentence.
    const ends = /^\.(\s|$)/.test(text.slice(end)) || isEdge(text[end]);
    if (ends && isEdge(text[at - 1])) {
      return true;
    }
  }
  return false;
}
