import {
  nameOfObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { Culprit } from './culprit';
import { differingImages, type Revision } from './revisions';

/** Characters of what the kubelet says; the whole of it is in the output. */
const MAX_MESSAGE = 200;

/** What is wrong with a Deployment and what it had before, in one sentence. */
export function causeSentence(options: {
  object: ObjectRef;
  healthy: boolean;
  current: Revision;
  good: Revision;
  culprit?: Culprit;
}): string {
  const { object, healthy, current, good, culprit } = options;
  const name = nameOfObject(object);
  if (healthy) {
    return `${name} is healthy: revision ${current.revision} has all its pods ready`;
  }
  const images = differingImages(current, good).map(({ image }) => image);
  const before = `last good revision ${good.revision} has ${
    images.join(', ') || 'the same images'
  }`;
  return culprit
    ? `${reasonOf(culprit)}: image ${culprit.image} of container ${
        culprit.container
      } of ${name}; ${before}`
    : `${name} is not ready, and no container of it says why; ${before}`;
}

function reasonOf({ reason, message }: Culprit): string {
  if (!message) {
    return reason;
  }
  return message.length > MAX_MESSAGE
    ? `${reason} (${message.slice(0, MAX_MESSAGE - 1).trimEnd()}…)`
    : `${reason} (${message})`;
}
