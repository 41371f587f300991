/**
 * Runs suites in their order, several at a time where the machine has room: a
 * suite takes a `share` of it (all of it unless it says so), and waits for
 * those that it comes `after`. One that finds no room lets none pass that
 * comes later, so that what needs the whole machine has it.
 *
 * @returns what `run` answered, in the order of the suites
 */
export async function runInOrder(suites, run) {
  const results = new Map();
  const running = new Map();
  const waiting = [...suites];
  const isChosen = id => suites.some(suite => suite.id === id);
  const isReady = ({ after = [] }) =>
    after.every(id => !isChosen(id) || results.has(id));

  const startNext = () => {
    const [next] = waiting.filter(isReady);
    const used = [...running.keys()].reduce(
      (sum, one) => sum + shareOf(one),
      0,
    );
    if (!next || used + shareOf(next) > 1) {
      return false;
    }
    waiting.splice(waiting.indexOf(next), 1);
    const ended = Promise.resolve(run(next)).then(result => {
      results.set(next.id, result);
      running.delete(next);
    });
    running.set(next, ended);
    return true;
  };

  for (;;) {
    while (startNext());
    if (running.size === 0) {
      return suites.map(({ id }) => results.get(id));
    }
    await Promise.race(running.values());
  }
}

function shareOf({ share = 1 }) {
  return share;
}
