import type { Run } from '@mission-control/plugin-missions-common';
import type { RunPageData } from './useRunPage';

/**
 * The page with steps and checks told by their titles: the backend writes
 * `is-ready: 0 of 2 available`, people read what `is-ready` asks.
 */
export function titledPage(page: RunPageData): RunPageData {
  const titles = titlesOf(page);
  const titled = (text: string) => withTitles(text, titles);
  const { run } = page;
  return {
    ...page,
    run: { ...run, targetsDetail: run.targetsDetail.map(titledTarget) },
    events: page.events.map(event => ({
      ...event,
      message: event.message && titled(event.message),
    })),
  };

  function titledTarget(target: Run['targetsDetail'][number]) {
    return {
      ...target,
      reason: target.reason && titled(target.reason),
      steps: target.steps.map(step =>
        step.error
          ? {
              ...step,
              error: { ...step.error, message: titled(step.error.message) },
            }
          : step,
      ),
    };
  }
}

/** Puts titles where ids name what the text after them is about. */
export function withTitles(
  text: string,
  titles: ReadonlyMap<string, string>,
): string {
  return text.split('; ').map(titledPart).join('; ');

  function titledPart(part: string): string {
    const [label, ...rest] = part.split(': ');
    if (rest.length === 0) {
      return part;
    }
    const title = titles.get(label) ?? label;
    // A check that a step asked is named behind the step.
    const isName = [...titles.values()].includes(title);
    return `${title}: ${
      isName ? titledPart(rest.join(': ')) : rest.join(': ')
    }`;
  }
}

function titlesOf({ run, evidence }: RunPageData): Map<string, string> {
  const steps = run.targetsDetail.flatMap(target => target.steps);
  const checks = evidence.kind === 'ready' ? evidence.data : [];
  return new Map([
    ...checks.flatMap(({ id, title }) => (title ? [[id, title] as const] : [])),
    ...steps.map(({ id, name }) => [id, name] as const),
  ]);
}
