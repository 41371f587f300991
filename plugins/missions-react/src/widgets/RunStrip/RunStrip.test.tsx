import { screen } from '@testing-library/react';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { RunStrip } from '.';

const at = new Date('2026-03-04T05:06:07Z');

describe('RunStrip', () => {
  it.each([
    ['ok', /: 0 findings$/, { outcome: 'looked', findings: 0 }],
    ['warn', /: 1 finding$/, { outcome: 'looked', findings: 1 }],
    ['fail', /: 2 findings/, { outcome: 'partly', findings: 2, worst: 'high' }],
    ['unknown', /: 0 findings, looked/, { outcome: 'partly', findings: 0 }],
    ['unknown', /did not look$/, { outcome: 'did_not_look' }],
    ['unknown', /findings are not shown$/, { outcome: 'looked' }],
    ['unknown', /findings are not shown$/, { outcome: 'partly' }],
    ['run', /looking now$/, { outcome: 'running' }],
  ] as const)('draws %s and says %s of %j', (tone, title, run) => {
    renderWidget(
      <RunStrip runs={[{ runId: 'r', at, ...run }]} label="Last runs" />,
    );
    expect(screen.getByTitle(title)).toHaveAttribute('data-mc-tone', tone);
  });
});
