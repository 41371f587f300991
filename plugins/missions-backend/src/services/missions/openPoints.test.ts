import type { MissionSpec } from '@mission-control/plugin-missions-common';
import { openPointsOf } from './openPoints';

const summary = { name: 'a', title: 'A', description: 'A', tags: [] };
const spec = (chart: object): MissionSpec => ({
  type: 'install',
  lifecycle: 'draft',
  preflight: [],
  steps: [{ id: 'install', action: 'helm:upgrade', input: { chart } }],
  verify: [],
  checks: [],
});

describe('openPointsOf', () => {
  it('names what a draft leaves open, with place and remedy', () => {
    const chart = { repository: 'https://charts.example.org', name: 'web' };
    const points = openPointsOf(summary, spec(chart));
    expect(points).toContainEqual({
      path: 'spec.steps[0].input.chart',
      message: 'The chart "web" has no exact version; found none',
      remedy: 'Write the exact version, such as 2.5.14.',
    });
  });

  it('finds nothing in a mission whose pins are closed', () => {
    const chart = {
      repository: 'https://charts.example.org',
      name: 'web',
      version: '2.5.14',
      digest: `sha256:${'a'.repeat(64)}`,
    };
    expect(openPointsOf(summary, spec(chart))).toEqual([]);
  });
});
