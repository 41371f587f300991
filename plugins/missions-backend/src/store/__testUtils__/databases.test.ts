import { resolve } from 'node:path';
import { databasesOf } from './databases';

const SOURCE = resolve(__dirname, '../..');

describe('databasesOf', () => {
  it.each(['store/a.test.ts', 'store/operations/b.test.ts'])(
    'tests the statements of %s on both',
    path => {
      expect(databasesOf(resolve(SOURCE, path))).toEqual([
        'SQLITE_3',
        'POSTGRES_18',
      ]);
    },
  );

  it('tests what uses them on one or the other, wherever the clone is', () => {
    const chosen = ['a', 'b', 'c', 'd'].map(name => {
      const file = `worker/${name}.test.ts`;
      const found = databasesOf(resolve(SOURCE, file));
      expect(found).toEqual(databasesOf(resolve('/elsewhere', file)));
      return found;
    });
    expect(chosen).toEqual([
      ['SQLITE_3'],
      ['POSTGRES_18'],
      ['SQLITE_3'],
      ['POSTGRES_18'],
    ]);
  });
});
