import { RiLock2Line } from '@remixicon/react';
import type { MissionsApiError } from '../../api';
import { useErrorWords, useText } from '../../text';
import { EmptyState } from '../EmptyState';

/** Props of {@link DeniedState}. @public */
export interface DeniedStateProps {
  error: MissionsApiError;
}

/** Says which permission is missing and whom to ask. @public */
export const DeniedState = ({ error }: DeniedStateProps) => {
  const t = useText();
  const { message, remedy } = useErrorWords()(error);
  return (
    <EmptyState icon={<RiLock2Line />} title={t('denied.title')}>
      {message}
      {remedy && <> {remedy}</>}
    </EmptyState>
  );
};
