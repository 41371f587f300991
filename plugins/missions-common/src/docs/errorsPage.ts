import { errorCatalogue } from '../errors/catalogue';
import { code, generatedNote, page, table } from './markdown';

/** docs/errors.md, from the catalogue. */
export function errorsPage(): string {
  return page(
    generatedNote('plugins/missions-common/src/errors/catalogue.ts'),
    '# Errors',
    'Every error of the API, of a run and of a mission file carries one of these codes. _By itself_ says whether a step tries again without being asked. Problems that the linter finds have codes of [its own](linter.md).',
    table(
      ['code', 'HTTP', 'by itself', 'when', 'what to do'],
      Object.entries(errorCatalogue).map(([name, entry]) => [
        code(name),
        String(entry.status),
        entry.retry ? 'yes' : 'no',
        entry.when,
        entry.remedy,
      ]),
    ),
  );
}
