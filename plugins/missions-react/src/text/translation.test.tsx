import { screen } from '@testing-library/react';
import { RunState, StepState } from '@mission-control/plugin-missions-common';
import { gallery } from '../__testUtils__/gallery';
import {
  renderWidget,
  type OtherLanguage,
} from '../__testUtils__/renderWidget';
import { aStep, clusterRefs } from '../testing/fixtures';
import { MissionsApiError } from '../api';
import {
  ClusterChip,
  DeniedState,
  ErrorState,
  RelativeTime,
  StepList,
  TargetDots,
} from '../widgets';
import { plannedMissionMessages } from './plannedMissionMessages';
import { stateMessages } from './stateMessages';
import { widgetMessages } from './widgetMessages';

const messages: OtherLanguage = {
  state: stateMessages,
  plannedMission: plannedMissionMessages,
  ...widgetMessages,
};
/** Every text between marks, so that what is not translated stands out. */
const marked = map(messages, text => `«${text}»`);

describe('the text of the widgets', () => {
  it.each(Object.entries(gallery))('%s is translated', (_, widget) => {
    const { container } = renderWidget(widget, marked);
    const left = new Set(shownIn(container).map(outsideMarks));
    const untranslated = leaves(messages).filter(text => left.has(text));
    expect(untranslated).toEqual([]);
  });

  it('has a word for every state', () => {
    expect(Object.keys(stateMessages.run).sort()).toEqual(
      Object.values(RunState).sort(),
    );
    expect(Object.keys(stateMessages.step).sort()).toEqual(
      Object.values(StepState).sort(),
    );
  });
});

describe('a widget in German', () => {
  const german = {
    ...messages,
    state: {
      ...stateMessages,
      run: { ...stateMessages.run, succeeded: 'Nachgewiesen' },
      step: { ...stateMessages.step, running: 'Läuft' },
    },
    time: {
      ...widgetMessages.time,
      ago: 'vor {{age}}',
      minutes: '{{minutes}} Min.',
    },
    cluster: { ...widgetMessages.cluster, production: 'Produktion' },
    steps: {
      ...widgetMessages.steps,
      progress: '{{done}} von {{total}}',
      attempt: '{{attempt}}. Versuch',
    },
  };

  it('says state, progress and attempt of a step', () => {
    const step = aStep({
      name: 'Install',
      state: 'running',
      attempt: 2,
      progress: { done: 7, total: 9 },
    });
    renderWidget(
      <StepList steps={[step]} label="Schritte" onSelect={() => {}} />,
      german,
    );
    expect(
      screen.getByRole('button', { name: /Install, Läuft/ }),
    ).toHaveTextContent('7 von 9, 2. Versuch');
  });

  it('says ages, states and production', () => {
    renderWidget(
      <>
        <RelativeTime date={new Date(Date.now() - 4 * 60_000)} />
        <TargetDots targets={[{ id: 'dev', state: 'succeeded' }]} />
        <ClusterChip cluster={clusterRefs['prod-us']} />
      </>,
      german,
    );
    expect(screen.getByText('vor 4 Min.')).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: 'dev: Nachgewiesen' }),
    ).toBeInTheDocument();
    expect(screen.getByTitle('Produktion')).toHaveTextContent('prod');
  });
});

describe('useErrorWords', () => {
  const german = {
    ...messages,
    error: {
      ...widgetMessages.error,
      notReached: 'Nicht zu erreichen',
      noAnswer: 'Das Backend antwortet nicht: {{reason}}',
      noAnswerRemedy: 'Läuft es?',
      signedOut: 'Nicht mehr angemeldet: {{reason}}',
      foreign: 'Jemand anderes antwortete: {{status}}',
    },
  };

  it('tells in the reader’s language that nobody answered', () => {
    const error = MissionsApiError.from(new Error('socket hang up'));
    renderWidget(<ErrorState error={error} />, german);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Das Backend antwortet nicht: socket hang up',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Läuft es?');
  });

  it.each([
    'Failed to fetch',
    'NetworkError when attempting to fetch resource.',
    'Load failed',
  ])('tells in own words what a browser calls "%s"', words => {
    const error = MissionsApiError.from(new TypeError(words));
    renderWidget(<ErrorState error={error} />, german);
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('Nicht zu erreichen');
    expect(alert).not.toHaveTextContent(words);
  });

  it.each([
    ['FOREIGN_ANSWER', 'Jemand anderes antwortete: 502 Bad Gateway'],
    ['UNAUTHENTICATED', 'Nicht mehr angemeldet: 502 Bad Gateway'],
  ])('tells %s with what the answer said, and the remedy', (code, text) => {
    const error = new MissionsApiError('502 Bad Gateway', {
      status: 502,
      code,
      remedy: 'Wait.',
      wordless: true,
    });
    renderWidget(<ErrorState error={error} />, german);
    expect(screen.getByRole('alert')).toHaveTextContent(text);
    expect(screen.getByRole('alert')).toHaveTextContent('Wait.');
  });

  it('asks whose session ended to sign in, not for a permission', () => {
    const error = new MissionsApiError('Expired', {
      status: 401,
      code: 'UNAUTHENTICATED',
      remedy: 'Sign in.',
      wordless: true,
    });
    renderWidget(<DeniedState error={error} />, {
      ...german,
      denied: { title: 'Verboten', signedOut: 'Nicht angemeldet' },
    });
    expect(screen.getByText('Nicht angemeldet')).toBeInTheDocument();
    expect(screen.getByText(/Expired Sign in\./)).toBeInTheDocument();
  });

  it('leaves the words of the backend as they are', () => {
    const error = new MissionsApiError('There is no run', {
      status: 404,
      code: 'NOT_FOUND',
    });
    renderWidget(<ErrorState error={error} />, german);
    expect(screen.getByRole('alert')).toHaveTextContent('There is no run');
  });
});

function map(
  node: OtherLanguage,
  change: (text: string) => string,
): OtherLanguage {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : map(value, change),
    ]),
  );
}

function leaves(node: OtherLanguage): string[] {
  return Object.values(node).flatMap(value =>
    typeof value === 'string' ? value : leaves(value),
  );
}

/** All that is read or heard: text, names and hints. */
function shownIn(container: HTMLElement): string[] {
  const words: string[] = [];
  for (const element of container.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder']) {
      words.push(element.getAttribute(name) ?? '');
    }
    for (const node of element.childNodes) {
      words.push(
        node.nodeType === Node.TEXT_NODE ? node.textContent ?? '' : '',
      );
    }
  }
  return words;
}

function outsideMarks(text: string): string {
  const shorter = text.replace(/«[^«»]*»/g, '');
  return shorter === text ? text.trim() : outsideMarks(shorter);
}
