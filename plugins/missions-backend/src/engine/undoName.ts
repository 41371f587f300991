const UNDO = 'Undo: ';
const REDO = 'Redo: ';

/** What taking something back is called; to take back an undo is to do it again. */
export function undoName(name: string): string {
  return name.startsWith(UNDO)
    ? `${REDO}${name.slice(UNDO.length)}`
    : `${UNDO}${name.startsWith(REDO) ? name.slice(REDO.length) : name}`;
}
