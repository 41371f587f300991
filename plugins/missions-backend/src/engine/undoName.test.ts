import { undoName } from './undoName';

describe('undoName', () => {
  it('alternates between Undo and Redo, and never piles them up', () => {
    const names = ['Install web'];
    while (names.length < 4) {
      names.push(undoName(names[names.length - 1]));
    }
    expect(names).toEqual([
      'Install web',
      'Undo: Install web',
      'Redo: Install web',
      'Undo: Install web',
    ]);
  });
});
