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
import styles from './PlanExport.module.css';

export interface PlanExportProps {
  runId: string;
}

/** Saves the plan of a run for a ticket or a review; secrets are masked in it. */
export function PlanExport({ runId }: PlanExportProps) {
  const api = useApi(missionsApiRef);
  const { t } = useTranslationRef(missionsTranslationRef);
  const markdown = useAction(async () =>
    save(`plan-${runId}.md`, 'text/markdown', await api.getPlanMarkdown(runId)),
  );
  const json = useAction(async () => {
    const [run, plan] = await Promise.all([
      api.getRun(runId),
      api.getPlan(runId),
    ]);
    save(`plan-${runId}.json`, 'application/json', planFile(run, plan));
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

function save(name: string, type: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
