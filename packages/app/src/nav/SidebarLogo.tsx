import { Link, sidebarConfig } from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

/** The mark of the product; leads home. */
export const SidebarLogo = () => (
  <div
    style={{ width: sidebarConfig.drawerWidthClosed }}
    className={styles.logo}
  >
    <Link to="/" underline="none" aria-label="Home">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <circle cx="16" cy="16" r="4" fill="#7df3e1" />
        <ellipse
          cx="16"
          cy="16"
          rx="12"
          ry="5.4"
          fill="none"
          stroke="#7df3e1"
          strokeWidth="2"
          transform="rotate(-35 16 16)"
        />
      </svg>
    </Link>
  </div>
);
