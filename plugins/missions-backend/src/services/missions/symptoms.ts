import type { MissionMatch } from '@mission-control/plugin-missions-common';

/** Longest excerpt of a text, in characters. */
const MAX_WORDS = 80;

const image = ['ErrImagePull', 'ImagePullBackOff'] as const;

/**
 * What Kubernetes writes in messages, and the reasons that it gives for the
 * same: events, container states and conditions of kubelet, scheduler and
 * controllers.
 */
const phrases: readonly (readonly [RegExp, readonly string[]])[] = [
  [/back-?off pulling image/i, image],
  [/failed to pull (?:and unpack )?image/i, image],
  [/pull access denied|failed to resolve reference/i, image],
  [/manifest (?:for \S+ )?(?:unknown|not found)/i, image],
  [/back-?off restarting failed container/i, ['CrashLoopBackOff']],
  [/failed to apply default image tag/i, ['InvalidImageName']],
  [/exit code:?\s+137\b|out of memory|\boom-?kill/i, ['OOMKilled']],
  [
    /nodes are available|insufficient (?:cpu|memory)|untolerated taint/i,
    ['FailedScheduling', 'Unschedulable'],
  ],
  [/(?:liveness|readiness|startup) probe failed/i, ['Unhealthy']],
  [
    /mountvolume\.\w+ failed|unable to attach or mount volumes/i,
    ['FailedMount'],
  ],
  [/failed to create pod sandbox/i, ['FailedCreatePodSandBox']],
  [
    /(?:configmap|secret) "[^"]*" not found|couldn't find key/i,
    ['CreateContainerConfigError'],
  ],
  [/exceeded quota/i, ['FailedCreate']],
  [/exceeded its progress deadline/i, ['ProgressDeadlineExceeded']],
  [/reached the specified backoff limit/i, ['BackoffLimitExceeded']],
  [/the node was low on resource/i, ['Evicted']],
];

/** Tags that name a symptom begin with a capital; others are topics. */
const SYMPTOM = /^[A-Z][A-Za-z0-9]+$/;

/**
 * Reads a text, such as a pasted error message, for symptoms. The answer says
 * of the tags of a fix which of them the text is about, in Kubernetes' words
 * (`ImagePullBackOff`) or in those of its messages, and where it says so.
 */
export function symptomReader(
  text: string,
): (tags: readonly string[]) => MissionMatch | undefined {
  const told = new Map<string, string>();
  for (const [phrase, reasons] of phrases) {
    const words = phrase.exec(text)?.[0];
    for (const reason of words === undefined ? [] : reasons) {
      told.set(reason.toLowerCase(), words!);
    }
  }
  return tags => {
    const symptoms = tags.filter(tag => SYMPTOM.test(tag));
    const named = symptoms
      .map(reason => ({ reason, words: wordOf(reason).exec(text)?.[0] }))
      .find(({ words }) => words !== undefined);
    const reason = named?.reason ?? symptoms.find(tag => told.has(lower(tag)));
    const words = named?.words ?? (reason && told.get(lower(reason)));
    return reason && words
      ? { reason, words: words.replace(/\s+/g, ' ').slice(0, MAX_WORDS) }
      : undefined;
  };
}

function lower(tag: string): string {
  return tag.toLowerCase();
}

/** `ImagePullBackOff` as one word, and as `image pull back-off`. */
function wordOf(reason: string): RegExp {
  const parts = reason.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [reason];
  return new RegExp(
    `(?<![A-Za-z0-9])${parts.join('[\\s_-]*')}(?![A-Za-z0-9])`,
    'i',
  );
}
