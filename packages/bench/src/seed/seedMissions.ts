import { saveMissions } from '@mission-control/plugin-missions-backend/testUtils';
import { contentHash } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

const TYPES = ['install', 'fix', 'orbit', 'sequence'] as const;
const CATEGORIES = ['networking', 'storage', 'security', 'observability'];
const MATURITIES = ['sandbox', 'incubating', 'graduated'] as const;
const WORDS = ['ingress', 'certificate', 'backup', 'gateway', 'registry'];
const README_LINE =
  'What it needs, what it changes, how it is proved and how it is taken back.\n';

/** So many missions of one source, as a reader of files saves them. */
export async function seedMissions(knex: Knex, count: number): Promise<void> {
  const missions = Array.from({ length: count }, (_, number) => {
    const name = `mission-${String(number).padStart(4, '0')}`;
    const type = TYPES[number % TYPES.length];
    const word = WORDS[number % WORDS.length];
    const spec = {
      type,
      preflight: [],
      steps: [],
      verify: [],
      checks: [],
    };
    const summary = {
      ref: `seed/${name}`,
      source: 'seed',
      name,
      version: contentHash({ name }),
      title: `Keep the ${word} of project ${number} in order`,
      description:
        `Looks at the ${word} of every cluster, renews what is about to run out, and says what it found. `.repeat(
          3,
        ),
      type,
      category: CATEGORIES[number % CATEGORIES.length],
      project: {
        name: `project-${number % 200}`,
        maturity: MATURITIES[number % MATURITIES.length],
      },
      owner: `group:default/team-${number % 40}`,
      tags: [word, `team-${number % 40}`, `tag-${number % 7}`],
      endorsed: number % 3 === 0,
    };
    return {
      summary,
      spec,
      content: '',
      location: `${name}/mission.yaml`,
      readme: README_LINE.repeat(40),
    };
  });
  await knex.transaction(tx =>
    saveMissions({
      tx,
      source: 'seed',
      missions,
      problems: [],
      now: '2026-06-01T00:00:00.000Z',
    }),
  );
}
