import { useRef, type ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../translation';
import { PageAge, type Polled } from './PageAge';
import { useArrival } from './useArrival';
import { useTabTitle } from './useTabTitle';
import styles from './PageHead.module.css';

export interface PageHeadProps {
  /** Where the page is: links from the outside in. */
  crumbs?: readonly { label: string; href?: string }[];
  title: ReactNode;
  /** The state, beside the title. */
  mark?: ReactNode;
  /** Facts in one line; empty ones are left out. */
  meta?: readonly ReactNode[];
  /** What the page asks for again and again: its age is told behind the facts. */
  polled?: readonly Polled[];
  actions?: ReactNode;
}

/** The head of a page: where, what, in which state, what can be done. */
export function PageHead(props: PageHeadProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { crumbs, title, mark, meta = [], polled, actions } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useTabTitle(heading);
  useArrival(heading);
  const facts = [
    ...meta,
    polled?.some(({ kind }) => kind === 'ready') && <PageAge polled={polled} />,
  ].filter(Boolean);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {crumbs && (
          <nav className={styles.crumbs} aria-label={t('shell.breadcrumbs')}>
            {crumbs.map(({ label, href }) => (
              <span key={label}>
                {href ? (
                  <Link href={href} variant="body-small" color="secondary">
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </span>
            ))}
          </nav>
        )}
        <div className={styles.line}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h1>
          {mark}
        </div>
        {facts.length > 0 && (
          <ul className={styles.meta}>
            {facts.map((fact, index) => (
              // Facts have no other name than their place.
              // eslint-disable-next-line react/no-array-index-key
              <li key={index}>{fact}</li>
            ))}
          </ul>
        )}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
