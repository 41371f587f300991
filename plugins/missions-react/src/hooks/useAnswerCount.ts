import { useEffect, useState } from 'react';
import type { MissionsApi } from '../api';
import type { SharedQuestion } from './sharedQuestion';

/** How many answers this tab got since the component came: each is a reason to look. */
export function useAnswerCount(
  api: MissionsApi,
  question: Pick<SharedQuestion<unknown>, 'onAnswer'>,
): number {
  const [answers, setAnswers] = useState(0);
  useEffect(
    () => question.onAnswer(api, () => setAnswers(n => n + 1)),
    [api, question],
  );
  return answers;
}
