import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { format } from 'prettier';
import { startPortal } from '../portal/startPortal';
import { actionsPage } from './actionsPage';

jest.setTimeout(60_000);

const PAGE = resolve(__dirname, '../../../../docs/actions.md');
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('docs/actions.md', () => {
  it('is the catalogue that the portal serves (UPDATE_DOCS=1 writes it)', async () => {
    const knex = await databases.init('SQLITE_3');
    const portal = await startPortal({ knex, demo: false });
    try {
      const { items } = await portal.as('viewer').request('GET', '/actions');
      const page = format(actionsPage(items), {
        parser: 'markdown',
        proseWrap: 'preserve',
        singleQuote: true,
      });
      if (process.env.UPDATE_DOCS) {
        await writeFile(PAGE, page);
      }
      expect(await readFile(PAGE, 'utf8')).toBe(page);
    } finally {
      await portal.stop();
    }
  });
});
