/*
 * Loaded into backstage-cli (node --require): says in its output that the
 * backend ended, and how. The CLI itself keeps silent about it, since it waits
 * for a change of code that lets it start the backend again.
 */
const { subscribe } = require('node:diagnostics_channel');

/** What the CLI runs as a backend. */
const ENTRY = 'src/index';

subscribe('child_process', ({ process: child }) => {
  child.once('exit', (code, signal) => {
    // What the CLI ends itself, it starts again or ends with.
    if (child.killed || !child.spawnargs?.includes(ENTRY)) {
      return;
    }
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    process.stderr.write(`\nThe backend process ended with ${how}.\n`);
  });
});
