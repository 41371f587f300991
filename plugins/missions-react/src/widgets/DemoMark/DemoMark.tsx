import styles from './DemoMark.module.css';

/** Says that the clusters are simulated. @public */
export const DemoMark = () => (
  <span
    className={styles.mark}
    title="These clusters are simulated: nothing here is a real cluster’s answer"
  >
    Demo data
  </span>
);
