import { Button } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  missionsApiRef,
  useAction,
  useErrorWords,
} from '@mission-control/plugin-missions-react';
import { RiDownloadLine } from '@remixicon/react';
import { missionsTranslationRef } from '../translation';
import { planFile } from './planFile';
import { saveFile } from './saveFile';
import styles from './PlanExport.module.css';

export interface PlanExportProps {
  runId: string;
}

/** Saves the plan of a run for a ticket or a review; secrets are masked in it. */
export function PlanExport({ runId }: PlanExportProps) {
  const api = useApi(missionsApiRef);
  const { t } = useTranslationRef(missionsTranslationRef);
  const markdown = useAction(async () =>
    saveFile(
      `plan-${runId}.md`,
      new Blob([await api.getPlanMarkdown(runId)], { type: 'text/markdown' }),
    ),
  );
  const json = useAction(async () => {
    const [run, plan] = await Promise.all([
      api.getRun(runId),
      api.getPlan(runId),
    ]);
    saveFile(
      `plan-${runId}.json`,
      new Blob([planFile(run, plan)], { type: 'application/json' }),
    );
  });
  const error = markdown.error ?? json.error;
  const words = useErrorWords();
  return (
    <div className={styles.export}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiDownloadLine />}
        isPending={markdown.pending}
        onPress={() => void markdown.run()}
      >
        {t('shell.exportMarkdown')}
      </Button>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiDownloadLine />}
        isPending={json.pending}
        onPress={() => void json.run()}
      >
        {t('shell.exportJson')}
      </Button>
      {error && (
        <span role="alert" className={styles.error}>
          {t('shell.exportFailed', { code: error.code })} {words(error).message}
        </span>
      )}
    </div>
  );
}
