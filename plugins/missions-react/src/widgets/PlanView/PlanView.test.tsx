import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aPlan,
  aPlannedChange,
  aSummary,
  aTargetPlan,
} from '../../testing/fixtures';
import { renderWidget as render } from '../../__testUtils__/renderWidget';
import { PlanView } from './PlanView';

const aChange = (name: string, change = {}) =>
  aPlannedChange({
    object: { apiVersion: 'v1', kind: 'ConfigMap', name },
    ...change,
  });
const planOf = (targets: Record<string, ReturnType<typeof aChange>[]>) =>
  aPlan({
    targets: Object.entries(targets).map(([targetId, changes]) =>
      aTargetPlan({ targetId, cluster: { name: targetId }, changes }),
    ),
  });
const shown = () => screen.getByRole('group', { name: /^ConfigMap\// });
const buttonOf = (name: RegExp) => screen.getAllByRole('button', { name });

describe('PlanView', () => {
  let complaints: jest.SpyInstance;
  beforeEach(() => {
    complaints = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => complaints.mockRestore());

  it('counts the warnings about an object beside its name', () => {
    const warned = (name: string, ...warnings: string[]) =>
      aChange(name, { kind: 'delete', fields: [], warnings });
    render(
      <PlanView
        plan={planOf({
          a: [warned('one', 'x'), warned('two', 'x', 'y'), warned('none')],
        })}
      />,
    );
    const texts = buttonOf(/ConfigMap\//).map(({ textContent }) => textContent);
    expect(texts.map(text => /\d warnings?/.exec(text ?? '')?.[0])).toEqual([
      '1 warning',
      '2 warnings',
      undefined,
    ]);
  });

  it('calls nobody the owner of what can only be left as it is', () => {
    const conflictWith = 'the API server';
    const refused = { kind: 'conflict', takeOver: false, conflictWith };
    render(<PlanView plan={planOf({ a: [aChange('web', refused)] })} />);
    const [button] = buttonOf(/ConfigMap\/web/);
    expect(button).toHaveTextContent('cannot be taken back');
    expect(button).not.toHaveTextContent('owned by');
    expect(shown()).toHaveTextContent('In the way: the API server');
    expect(shown()).not.toHaveTextContent('Belongs to');
  });

  it('tells two conflicts of a step about one object apart', async () => {
    const conflict = (conflictWith: string) =>
      aChange('web', { kind: 'conflict', fields: [], conflictWith });
    render(
      <PlanView
        plan={planOf({ a: [conflict('Argo CD'), conflict('Flux')] })}
      />,
    );
    expect(shown()).toHaveTextContent('Belongs to Argo CD');
    const [first, second] = buttonOf(/ConfigMap\/web/);
    await userEvent.click(second);
    expect(shown()).toHaveTextContent('Belongs to Flux');
    expect(first).not.toHaveAttribute('aria-current');
    expect(second).toHaveAttribute('aria-current', 'true');
    expect(complaints).not.toHaveBeenCalled();
  });

  it.each([
    [
      'is as wanted',
      {},
      'Nothing would change: the clusters already are as the mission wants them.',
    ],
    [
      'is left for a reason',
      { note: 'Stays as it is now, by choice' },
      'Nothing would be written: these objects stay as they are now.',
    ],
  ])('says what it means that all %s', (_, change, meaning) => {
    const plan = planOf({ a: [aChange('one', { kind: 'noop', ...change })] });
    const { rerender } = render(<PlanView plan={plan} />);
    expect(screen.getByText(meaning)).toBeInTheDocument();
    rerender(<PlanView plan={plan} nothing="The rest goes on." />);
    expect(screen.getByText('The rest goes on.')).toBeInTheDocument();
    expect(screen.queryByText(meaning)).toBeNull();
  });

  it('says of a plan without any object that the mission only reads', () => {
    const meaning = 'This mission only reads here: nothing is written.';
    const { rerender } = render(<PlanView plan={planOf({ a: [], b: [] })} />);
    expect(screen.getByText(meaning)).toBeInTheDocument();
    rerender(
      <PlanView
        plan={planOf({ a: [], b: [aChange('x', { kind: 'noop' })] })}
      />,
    );
    expect(screen.queryByText(meaning)).toBeNull();
    rerender(<PlanView plan={planOf({ a: [] })} incomplete />);
    expect(screen.queryByText(meaning)).toBeNull();
  });

  it('says it beside what changed since too, not beside a write', () => {
    const kept = aChange('kept', { kind: 'noop', drift: 'is back' });
    const nothing = 'The rest goes on.';
    const { rerender } = render(
      <PlanView plan={planOf({ a: [kept] })} nothing={nothing} />,
    );
    expect(shown()).toHaveAccessibleName('ConfigMap/kept');
    expect(screen.getByText(nothing)).toBeInTheDocument();
    rerender(
      <PlanView
        plan={planOf({ a: [kept, aChange('one')] })}
        nothing={nothing}
      />,
    );
    expect(screen.queryByText(nothing)).toBeNull();
  });

  it('leads to what is not as it was approved before', () => {
    const drift = 'cannot be taken back: a Pod goes with it';
    render(
      <PlanView
        plan={planOf({
          a: [
            aChange('one'),
            aChange('kept', { kind: 'noop', fields: [], drift: 'is back' }),
            aChange('two', { kind: 'delete', fields: [], drift }),
          ],
        })}
      />,
    );
    const names = buttonOf(/ConfigMap\//).map(
      button => button.textContent?.match(/one|kept|two/)?.[0],
    );
    expect(names).toEqual(['kept', 'two', 'one']);
    // The title of the list says it of each.
    expect(buttonOf(/two/)[0]).not.toHaveTextContent(/as approved before/);
    expect(shown()).toHaveAccessibleName('ConfigMap/kept');
    expect(shown()).toHaveTextContent('Not as approved before: is back');
  });

  it('names the list of what is not as approved before, and leaves the rest in order', () => {
    const { rerender } = render(
      <PlanView
        plan={planOf({
          a: [
            aChange('one'),
            aChange('two', { drift: 'is back' }),
            aChange('three'),
          ],
        })}
      />,
    );
    const namesIn = (list: HTMLElement) =>
      within(list)
        .getAllByRole('button')
        .map(button => button.textContent?.match(/one|two|three/)?.[0]);
    const label = 'Not as approved before';
    expect(screen.getByText(label)).toBeVisible();
    expect(namesIn(screen.getByRole('list', { name: label }))).toEqual(['two']);
    const rest = screen.getByRole('list', { name: 'Other objects' });
    expect(namesIn(rest)).toEqual(['one', 'three']);
    rerender(<PlanView plan={planOf({ a: [aChange('one')] })} />);
    expect(screen.queryByText(label)).toBeNull();
    expect(screen.queryByText('Other objects')).toBeNull();
  });

  it('has the note of an object below its name where there is no room beside it', () => {
    const css = readFileSync(join(__dirname, 'PlanView.module.css'), 'utf8');
    expect(css).toMatch(/\.change \{[^}]*minmax\(0, 1fr\) fit-content\(40%\);/);
    expect(css).toMatch(/\.tree \{[^}]*container-type: inline-size;/);
    const [, narrow] = css.split('@container (max-width: 420px)');
    expect(narrow).toMatch(/^ \{\s*\.note \{\s*grid-column: 2 \/ -1;/);
  });

  it('shows a problem that a step has twice', () => {
    const problem = { stepId: 'web', code: 'CONFLICT', message: 'It is taken' };
    render(
      <PlanView
        plan={aPlan({
          targets: [aTargetPlan({ changes: [], problems: [problem, problem] })],
        })}
      />,
    );
    expect(screen.getAllByText('It is taken')).toHaveLength(2);
    expect(complaints).not.toHaveBeenCalled();
  });

  it('stays at the chosen change and leaves folds alone while clusters come', async () => {
    const both = [aChange('one'), aChange('two')];
    const { rerender, container } = render(
      <PlanView plan={planOf({ a: both, b: both })} />,
    );
    await userEvent.click(buttonOf(/ConfigMap\/two/)[0]);
    expect(shown()).toHaveAccessibleName('ConfigMap/two');
    const [fold] = container.querySelectorAll('details');
    rerender(
      <PlanView
        plan={planOf({
          a: both,
          b: [...both, aChange('three')],
          c: [aChange('four')],
          d: [aChange('five')],
          e: [aChange('six')],
        })}
      />,
    );
    expect(shown()).toHaveAccessibleName('ConfigMap/two');
    expect(container.querySelectorAll('details')[0]).toBe(fold);
    expect(
      [...container.querySelectorAll('details')].map(({ open }) => open),
    ).toEqual([true, false, false, false, false]);
  });

  it('leaves open what was open when more clusters come', () => {
    const apart = { a: [aChange('one')], b: [aChange('two')] };
    const { rerender, container } = render(<PlanView plan={planOf(apart)} />);
    const folds = () =>
      [...container.querySelectorAll('details')].map(({ open }) => open);
    expect(folds()).toEqual([true, true]);
    rerender(
      <PlanView
        plan={planOf({ ...apart, c: [aChange('three')], d: [aChange('four')] })}
      />,
    );
    expect(folds()).toEqual([true, true, false, false]);
  });

  const aStart = (name: string, change = {}) =>
    aPlannedChange({
      kind: 'external',
      verb: 'start',
      object: {
        apiVersion: 'mission-control.dev/v1alpha1',
        kind: 'Mission',
        name,
      },
      fields: [],
      desired: { targets: [{ cluster: 'dev' }, { cluster: 'staging' }] },
      ...change,
    });

  const counted = aSummary({
    create: 0,
    change: 2,
    deferred: 0,
    irreversible: 0,
  });

  it('says of a sequence which missions are started and where, and counts no change', () => {
    const plan = planOf({
      '-': [
        aStart('demo/web'),
        aStart('demo/look', {
          desired: { targets: [{ cluster: 'dev', role: 'old' }] },
        }),
      ],
    });
    render(<PlanView plan={{ ...plan, summary: counted }} />);
    const told = (name: string) => screen.getByRole('list', { name });
    const numbers = within(told('The plan in numbers'))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(numbers).toEqual(['starts 2 missions', 'on dev, staging']);
    expect(
      screen.getByText('starts 2 missions, on dev, staging'),
    ).toBeInTheDocument();
    expect(buttonOf(/Mission/)[1]).toHaveAccessibleName(
      /starts\s*Mission\/demo\/look\s*on dev/,
    );
    expect(
      screen.getByRole('group', { name: 'Mission/demo/web' }),
    ).toHaveTextContent(/starts.*dev.*staging/);
    expect(screen.queryByText(/outside the cluster/)).toBeNull();
  });

  it('says of the undo of a sequence what is taken back, beside what else is changed', () => {
    const plan = planOf({
      '-': [
        aStart('demo/web', { verb: 'undo' }),
        aChange('ticket', { kind: 'external', verb: 'start' }),
      ],
    });
    render(<PlanView plan={{ ...plan, summary: counted }} />);
    expect(
      screen.getByRole('list', { name: 'The plan in numbers' }),
    ).toHaveTextContent('takes back 1 missionon dev, staging1 change');
    expect(
      screen.getByText(
        'takes back 1 mission, on dev, staging, 1 outside the cluster',
      ),
    ).toBeInTheDocument();
  });

  it('leaves folded what its reader folded', async () => {
    const { rerender, container } = render(
      <PlanView plan={planOf({ a: [aChange('one')] })} />,
    );
    const fold = container.querySelector('details')!;
    fold.open = false;
    fireEvent(fold, new Event('toggle'));
    rerender(
      <PlanView plan={planOf({ a: [aChange('one'), aChange('two')] })} />,
    );
    expect(fold).not.toHaveAttribute('open');
  });
});
