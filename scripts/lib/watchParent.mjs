/** How often it is looked. */
const LOOK_MS = 500;

/**
 * Calls `onGone` once the process that started this one is gone: a signal to
 * `npm start` ends npm and its shell, and does not reach what the shell runs.
 */
export function watchParent(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      onGone();
    }
  }, LOOK_MS);
  timer.unref();
}
