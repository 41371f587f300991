const HEARTBEAT_MS = 15_000;

/**
 * Progress lines with the seconds since the start, so that a person (or the
 * log of a build machine) always sees what is going on and for how long.
 */
export function createProgress({
  write = line => process.stdout.write(`${line}\n`),
  now = () => Date.now(),
} = {}) {
  const startedAt = now();
  const say = text => {
    const seconds = Math.round((now() - startedAt) / 1000);
    write(`[${String(seconds).padStart(4)} s] ${text}`);
  };
  return {
    say,
    /** Runs `work` and repeats `text` every fifteen seconds until it ends. */
    async during(text, work) {
      say(text);
      const timer = setInterval(
        () => say(`${text} (still working)`),
        HEARTBEAT_MS,
      );
      try {
        return await work();
      } finally {
        clearInterval(timer);
      }
    },
  };
}
