import { useText } from '../../text';
import styles from './DemoMark.module.css';

/** Says that the clusters are simulated. @public */
export const DemoMark = () => {
  const t = useText();
  return (
    <span className={styles.mark} title={t('demo.meaning')}>
      {t('demo.mark')}
    </span>
  );
};
