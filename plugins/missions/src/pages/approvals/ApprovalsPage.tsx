import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { ApprovalsPageView } from './ApprovalsPageView';
import { useApprovalsPage } from './useApprovalsPage';

/** Approvals: what may be written, and who has to say yes? */
export function ApprovalsPage() {
  return (
    <ApprovalsPageView page={useApprovalsPage()} routes={useMissionsRoutes()} />
  );
}
