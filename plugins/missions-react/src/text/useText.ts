import {
  useTranslationRef,
  type TranslationFunction,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { missionsReactTranslationRef } from './missionsReactTranslationRef';

type Messages = typeof missionsReactTranslationRef extends TranslationRef<
  string,
  infer M
>
  ? M
  : never;

/** Looks up a text of the widgets in the reader's language. */
export type Text = TranslationFunction<Messages>;

/** The text of the widgets. */
export function useText(): Text {
  return useTranslationRef(missionsReactTranslationRef).t;
}
