import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parseMission } from '@mission-control/plugin-missions-common';

const ROOT = resolve(__dirname, '../../../../missions');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('mission.yaml'))
  .map(file => join(ROOT, file));

describe('the missions of this repository', () => {
  it('are five or more', () => {
    expect(files.length).toBeGreaterThanOrEqual(5);
  });

  it.each(files.map(file => [relative(ROOT, file), file]))(
    '%s has no problem',
    (location, file) => {
      const { mission, problems } = parseMission(readFileSync(file, 'utf8'), {
        location,
        source: 'mission-control',
      });
      expect(problems).toEqual([]);
      // The folder says the kind.
      expect(mission?.spec.type).toBe(location.split(sep)[0]);
    },
  );
});
