import { useEffect, useRef } from 'react';
import { Link, NavLink, useLocation } from 'react-router-dom';
import { ButtonIcon } from '@backstage/ui';
import { RiFocus3Line, RiQuestionLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Status } from '@mission-control/plugin-missions-common';
import {
  DemoMark,
  VisuallyHidden,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import { useMissionsRoutes } from './useMissionsRoutes';
import styles from './MissionsHeader.module.css';

export interface MissionsHeaderProps {
  status?: Status;
  /** Approvals that wait for the person who looks. */
  approvals?: number;
  /** All clusters are simulated. */
  demo?: boolean;
  /** Where only some are: these, or empty when nobody can say which. */
  someDemo?: readonly string[];
  onHelp(): void;
}

/**
 * Name of the product, links to its pages, demo mark and help.
 *
 * @remarks
 * Not the `PluginHeader` of BUI: its tabs are not links with a current page but
 * tabs whose panels do not exist, which axe rightly refuses.
 */
export function MissionsHeader({
  status,
  approvals = 0,
  demo,
  someDemo,
  onHelp,
}: MissionsHeaderProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  const waiting = status?.waiting ?? 0;
  const links = [
    { to: routes.explorer(), label: t('shell.tabExplorer') },
    { to: routes.runs(), label: t('shell.tabRuns'), badge: waiting },
    {
      to: routes.approvals(),
      label: t('shell.tabApprovals'),
      badge: approvals,
    },
    { to: routes.control(), label: t('shell.tabControl') },
    { to: routes.orbits(), label: t('shell.tabOrbits') },
    { to: routes.clusters(), label: t('shell.tabClusters') },
  ];
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <Link to={routes.explorer()} className={styles.title}>
          <RiFocus3Line size={16} aria-hidden="true" />
          {t('shell.title')}
        </Link>
        <span className={styles.actions}>
          {demo && <DemoMark />}
          {someDemo && <DemoMark only={someDemo} />}
          <ButtonIcon
            variant="tertiary"
            size="small"
            aria-label={t('shell.help')}
            icon={<RiQuestionLine />}
            onPress={onHelp}
          />
        </span>
      </div>
      <nav ref={nav} className={styles.nav} aria-label={t('shell.pages')}>
        {links.map(({ to, label, badge }) => (
          <NavLink key={to} to={to} className={styles.link}>
            {label}
            {!!badge && (
              <span
                className={styles.badge}
                title={t('shell.waiting', { waiting: String(badge) })}
              >
                <span aria-hidden="true">{badge}</span>
                <VisuallyHidden>
                  {`, ${t('shell.waiting', { waiting: String(badge) })}`}
                </VisuallyHidden>
              </span>
            )}
          </NavLink>
        ))}
      </nav>
    </header>
  );
}
