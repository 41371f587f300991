import type { MissionsApiError } from '../api';
import { useText } from './useText';

/** What Chrome, Firefox and Safari say when a request reaches nobody. */
const NETWORK_WORDS =
  /^(TypeError: )?(Failed to fetch|NetworkError when|Load failed)/;

/** What happened, and what to do about it. @public */
export interface ErrorWords {
  message: string;
  remedy?: string;
}

/** Words of a failed request: the backend's, else the reader's own. @public */
export function useErrorWords(): (error: MissionsApiError) => ErrorWords {
  const t = useText();
  return ({ wordless, code, message, remedy }) => {
    if (!wordless) {
      return { message, remedy };
    }
    switch (code) {
      case 'NO_ANSWER':
        return {
          message: NETWORK_WORDS.test(message)
            ? t('error.notReached')
            : t('error.noAnswer', { reason: message }),
          remedy: t('error.noAnswerRemedy'),
        };
      case 'UNAUTHENTICATED':
        return { message: t('error.signedOut', { reason: message }), remedy };
      default:
        return { message: t('error.foreign', { status: message }), remedy };
    }
  };
}
