import { MissionError } from '@mission-control/plugin-missions-common';

const MIN_LENGTH = 16;
const MIN_DIFFERENT = 8;

/**
 * Throws INPUT_INVALID for a passphrase that could be guessed. A kit may be
 * tried without end by whoever holds the file. The message never quotes it.
 */
export function checkPassphrase(passphrase: string): void {
  const characters = [...passphrase];
  const different = new Set(characters.map(each => each.toLowerCase())).size;
  if (passphrase.trim() !== passphrase) {
    refuse('begins or ends with a blank, which is easily lost');
  }
  if (characters.length < MIN_LENGTH) {
    refuse(`has ${characters.length} characters, fewer than ${MIN_LENGTH}`);
  }
  if (different < MIN_DIFFERENT) {
    refuse(
      `has ${different} different characters, fewer than ${MIN_DIFFERENT}`,
    );
  }
  if (isRepeated(passphrase)) {
    refuse('repeats one part');
  }
}

function refuse(how: string): never {
  throw new MissionError('INPUT_INVALID', `Field 'passphrase' ${how}`, {
    remedy:
      'Take five or more words at random, or let a password manager make one.',
  });
}

/** Such as `mission-mission-mission-`. */
function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}
