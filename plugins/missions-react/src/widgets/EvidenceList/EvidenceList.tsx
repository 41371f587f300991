import {
  visibleText,
  visibleValue,
  type CheckResult,
  type Evidence,
} from '@mission-control/plugin-missions-common';
import { checkStatusMeta } from '../../state';
import { useStateWords, useText } from '../../text';
import { tableRole } from '../DataTable';
import { formatValue } from '../FieldDiff';
import { RelativeTime } from '../RelativeTime';
import { SoftWrap } from '../SoftWrap';
import { StatusMark } from '../StatusMark';
import { VisuallyHidden } from '../VisuallyHidden';
import styles from './EvidenceList.module.css';

/** Answers up to this many characters stay on one line. */
const ONE_LINE = 60;
/** Answers of one value up to this many characters are open at once. */
const SHORT_ANSWER = 240;

/** Props of {@link EvidenceList}. @public */
export interface EvidenceListProps {
  results: readonly CheckResult[];
  label: string;
  /** Link to a mission that repairs, by its ref. */
  missionHref?: (missionRef: string) => string;
}

/** What was asked, what was answered, and when. @public */
export const EvidenceList = (props: EvidenceListProps) => {
  const { results, label, missionHref } = props;
  const t = useText();
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        {...tableRole('table')}
        aria-label={label}
      >
        <thead {...tableRole('rowgroup')}>
          <tr {...tableRole('row')}>
            <th scope="col" {...tableRole('columnheader')}>
              {t('evidence.asked')}
            </th>
            <th scope="col" {...tableRole('columnheader')}>
              {t('evidence.answered')}
            </th>
            <th
              scope="col"
              {...tableRole('columnheader')}
              className={styles.when}
            >
              {t('evidence.when')}
            </th>
          </tr>
        </thead>
        <tbody {...tableRole('rowgroup')}>
          {results.map((result, index) => (
            // The same check of several objects has one id; their order never changes.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={`${result.id} ${index}`} {...tableRole('row')}>
              <th scope="row" {...tableRole('rowheader')}>
                <span className={styles.title}>
                  {result.title ?? result.check}
                </span>
                <span className={styles.asked}>
                  <SoftWrap
                    text={result.evidence?.[0]?.asked ?? result.check}
                  />
                </span>
              </th>
              <td {...tableRole('cell')}>
                <Answer result={result} missionHref={missionHref} />
              </td>
              <td {...tableRole('cell')} className={styles.when}>
                <RelativeTime date={result.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

function Answer(props: {
  result: CheckResult;
  missionHref?: (missionRef: string) => string;
}) {
  const { result, missionHref } = props;
  const words = useStateWords();
  const { tone } = checkStatusMeta[result.status];
  const { remedy } = result;
  return (
    <>
      <StatusMark tone={tone}>
        <VisuallyHidden>{words.check(result.status)}: </VisuallyHidden>
        {result.message}
      </StatusMark>
      {remedy && (
        <div className={styles.remedy}>
          {remedy.text}{' '}
          {remedy.mission && missionHref && (
            <a href={missionHref(remedy.mission)}>{remedy.mission}</a>
          )}
        </div>
      )}
      <Excerpts evidence={result.evidence ?? []} />
    </>
  );
}

/** One answer as it is; several folded, each below its question. */
function Excerpts({ evidence }: { evidence: readonly Evidence[] }) {
  const t = useText();
  if (evidence.length <= 1) {
    return evidence[0] ? <Excerpt evidence={evidence[0]} /> : null;
  }
  return (
    <details className={styles.more}>
      <summary>{t('evidence.pairs', { count: evidence.length })}</summary>
      {evidence.map((one, index) => (
        // The order of evidence never changes.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.pair}>
          <span className={styles.asked}>
            <SoftWrap text={one.asked} />
          </span>
          <Excerpt evidence={one} />
        </div>
      ))}
    </details>
  );
}

function Excerpt({ evidence }: { evidence: Evidence }) {
  const t = useText();
  if (evidence.answered === undefined || evidence.answered === null) {
    return null;
  }
  const { answered } = evidence;
  const text = shortValue(answered);
  const body = (
    <pre className={styles.answer}>
      {text}
      {evidence.truncated && `\n${t('evidence.cut')}`}
    </pre>
  );
  // The message tells it in words; JSON is for who wants to see it as it came.
  return typeof answered !== 'object' && text.length <= SHORT_ANSWER ? (
    body
  ) : (
    <details className={styles.more}>
      <summary>{t('evidence.fromApi')}</summary>
      {body}
    </details>
  );
}

/** An answer on one line where it fits, else as it is written. */
function shortValue(value: unknown): string {
  if (typeof value === 'string') {
    return visibleValue(value);
  }
  const line = JSON.stringify(value);
  return line !== undefined && line.length <= ONE_LINE
    ? visibleText(line)
    : formatValue(value);
}
