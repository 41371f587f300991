import type { ReactElement, ReactNode } from 'react';
import { render, type RenderResult } from '@testing-library/react';
import {
  createTranslationRef,
  errorApiRef,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { missionsReactTranslationRef } from '../text';

/** Text of the widgets in another language, nested as the messages are. */
export interface OtherLanguage {
  [key: string]: string | OtherLanguage;
}

/** A wrapper with the translations that a portal provides. */
export function inLanguage(messages?: OtherLanguage) {
  const translations = mockApis.translation();
  const other =
    messages &&
    createTranslationRef({ id: missionsReactTranslationRef.id, messages });
  const api: typeof translationApiRef.T = {
    getTranslation: ref =>
      translations.getTranslation(
        other && ref.id === other.id ? (other as unknown as typeof ref) : ref,
      ),
    translation$: ref => translations.translation$(ref),
  };
  return ({ children }: { children: ReactNode }) => (
    <TestApiProvider
      apis={[
        [translationApiRef, api],
        [errorApiRef, mockApis.error()],
      ]}
    >
      {children}
    </TestApiProvider>
  );
}

/** A widget as a portal shows it. */
export function renderWidget(
  widget: ReactElement,
  messages?: OtherLanguage,
): RenderResult {
  return render(widget, { wrapper: inLanguage(messages) });
}
