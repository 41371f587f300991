import { RiLock2Line } from '@remixicon/react';
import type { MissionsApiError } from '../../api';
import { EmptyState } from '../EmptyState';

/** Props of {@link DeniedState}. @public */
export interface DeniedStateProps {
  error: MissionsApiError;
}

/** Says which permission is missing and whom to ask. @public */
export const DeniedState = ({ error }: DeniedStateProps) => (
  <EmptyState icon={<RiLock2Line />} title="You may not see this">
    {error.message}
    {error.remedy && <> {error.remedy}</>}
  </EmptyState>
);
