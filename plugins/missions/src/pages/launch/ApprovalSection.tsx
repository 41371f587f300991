import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  DEFAULT_APPROVAL_EXPIRY,
  personName,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

export interface ApprovalSectionProps {
  spec: Record<string, any>;
}

type Approval = {
  count?: number;
  from?: string[];
  notStarter?: boolean;
  expires?: string;
};

/** Who has to approve, until when, and in which order clusters follow. */
export function ApprovalSection({ spec }: ApprovalSectionProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const approval = (spec.approval ?? {}) as Approval;
  const waves = (spec.waves as unknown[] | undefined)?.length ?? 0;
  const count = approval.count ?? 1;
  const who = approval.from?.length
    ? t('launch.approvalFrom', {
        count,
        from: approval.from.map(personName).join(', '),
      })
    : t('launch.approvalAnyone', { count });
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('launch.approvalWho')}</dt>
        <dd>
          {approval.notStarter ? `${who}, ${t('launch.approvalNotYou')}` : who}
        </dd>
      </div>
      <div>
        <dt>{t('launch.approvalUntil')}</dt>
        <dd>
          {t('launch.approvalExpires', {
            expires: approval.expires ?? DEFAULT_APPROVAL_EXPIRY,
          })}
        </dd>
      </div>
      <div>
        <dt>{t('launch.approvalOrder')}</dt>
        <dd>
          {waves > 1
            ? t('launch.approvalWaves', { count: waves })
            : t('launch.approvalAtOnce')}
        </dd>
      </div>
    </dl>
  );
}
