import {
  approvalTransitions,
  rollUpOrder,
  slotTransitions,
  stepTransitions,
  targetTransitions,
  waitingForPeople,
} from '../states';
import { code, generatedNote, page, table } from './markdown';

/** docs/states.md, from the tables. */
export function statesPage(): string {
  return page(
    generatedNote('the tables in plugins/missions-common/src/states'),
    '# States',
    'Engine, API, badges and tests read the same tables. What is not in a table is refused. A state without a row of its own is an end.',
    '## Targets',
    transitions(targetTransitions),
    `Ends: ${ends(targetTransitions)}. People have to act in ${waitingForPeople
      .map(code)
      .join(', ')}.`,
    '## Runs',
    'A run is in the first state of this list in which any of its targets is, so that it is never called better than its worst target.',
    rollUpOrder
      .map((state, index) => `${index + 1}. ${code(state)}`)
      .join('\n'),
    '## Steps',
    transitions(stepTransitions),
    `Ends: ${ends(stepTransitions)}.`,
    '## Approvals',
    transitions(approvalTransitions),
    `Ends: ${ends(approvalTransitions)}.`,
    '## Slots of orbits',
    'A slot that came is `due`; one that came while nobody could start it is `missed` at once.',
    transitions(slotTransitions),
    `Ends: ${ends(slotTransitions)}.`,
  );
}

type Transitions = Readonly<Record<string, Readonly<Record<string, string>>>>;

function transitions(machine: Transitions): string {
  return table(
    ['state', 'event', 'next state'],
    Object.entries(machine).flatMap(([state, row]) =>
      Object.entries(row).map(([event, next]) => [
        code(state),
        code(event),
        code(next),
      ]),
    ),
  );
}

function ends(machine: Transitions): string {
  return Object.keys(machine)
    .filter(state => Object.keys(machine[state]).length === 0)
    .map(code)
    .join(', ');
}
