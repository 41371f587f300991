import type { LintRule } from '../rule';
import { inputValues } from '../walk';

/** Only an object with a name can be found again. */
export const generateName: LintRule = {
  id: 'generate-name',
  severity: 'error',
  demands: 'Objects have a `name`, never `generateName`.',
  because:
    'Server-side apply refuses generated names, a repeated step would create a second object, and undo could not find the first.',
  remedy: 'Write metadata.name; ${{ run.id }} makes it differ from run to run.',
  bad: `metadata: { generateName: smoke- }`,
  good: `metadata: { name: 'smoke-\${{ run.id }}' }`,
  check: ({ mission }) =>
    inputValues(mission)
      .filter(
        ({ path, key }) =>
          key === 'generateName' && path[path.length - 1] === 'generateName',
      )
      .map(({ path }) => ({ path, message: 'The name is generated' })),
};
