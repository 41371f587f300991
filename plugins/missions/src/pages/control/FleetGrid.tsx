import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { ClusterTile } from './ClusterTile';
import { byEnvironment, type Tile } from './fleet';
import styles from './Control.module.css';

/** An environment with more clusters has the whole width. */
const WIDE = 2;

export interface FleetGridProps {
  tiles: readonly Tile[];
  routes: MissionsRoutes;
}

/** Every cluster as a tile, by environment, production first. */
export function FleetGrid({ tiles, routes }: FleetGridProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <div className={styles.environments}>
      {byEnvironment(tiles).map(({ name, tiles: all }) => (
        <section
          key={name}
          className={styles.environment}
          data-wide={all.length > WIDE || undefined}
          aria-label={name || t('control.noEnvironment')}
        >
          <div>
            <h2>{name || t('control.noEnvironment')}</h2>
            <span className={styles.muted}>
              {t('control.clusters', { count: all.length })}
            </span>
          </div>
          <ul className={styles.tiles}>
            {all.map(tile => (
              <li key={tile.cluster.name}>
                <ClusterTile tile={tile} routes={routes} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
