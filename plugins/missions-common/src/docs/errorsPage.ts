import { errorCatalogue } from '../errors/catalogue';
import { code, generatedNote, page, table } from './markdown';

/** docs/errors.md, from the catalogue. */
export function errorsPage(): string {
  return page(
    generatedNote('plugins/missions-common/src/errors/catalogue.ts'),
    '# Errors',
    'Every error of the API, of a run and of a mission file carries one of these codes. _By itself_ says whether a step tries again without being asked. Problems that the linter finds have codes of [its own](linter.md).',
    'An answer of the API without a code comes from Backstage itself, before the request reaches Mission Control: 401 without valid credentials, 429 at its rate limit, 503 while the backend starts or ends. The client (`readAnswer`, which the portal and the template action use) tells them as `UNAUTHENTICATED`, `TOO_MANY` and `BACKEND_NOT_READY`; what is no answer of either, such as the page of a proxy, as `FOREIGN_ANSWER`, and no answer at all as `NO_ANSWER`.',
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
