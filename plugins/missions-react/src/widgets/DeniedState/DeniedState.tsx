import { RiLock2Line } from '@remixicon/react';
import type { MissionsApiError } from '../../api';
import { useErrorWords, useText } from '../../text';
import { EmptyState } from '../EmptyState';

/** Props of {@link DeniedState}. @public */
export interface DeniedStateProps {
  error: MissionsApiError;
}

/** Says which permission is missing and whom to ask, or to sign in again. @public */
export const DeniedState = ({ error }: DeniedStateProps) => {
  const t = useText();
  const { message, remedy } = useErrorWords()(error);
  const title =
    error.code === 'UNAUTHENTICATED'
      ? t('denied.signedOut')
      : t('denied.title');
  return (
    <EmptyState icon={<RiLock2Line />} title={title}>
      {message}
      {remedy && <> {remedy}</>}
    </EmptyState>
  );
};
