import { BenchEngine } from '/tmp/h/engine/packages/bench/src/engine/BenchEngine';
import knexFactory from 'knex';
const which = process.argv[2];
const inFlight = Number(process.argv[3] ?? 1), runs = Number(process.argv[4] ?? 30);
(async () => {
  const { rmSync } = require('fs');
  let knex: any;
  if (which === 'pg') {
    const url = process.env.PGURL!;
    const admin = knexFactory({ client: 'pg', connection: url });
    const name = 'prof_' + Date.now();
    await admin.raw(`create database ${name}`); await admin.destroy();
    knex = knexFactory({ client: 'pg', connection: url.replace(/\/postgres$/, '/' + name), pool: { min: 0, max: 20 } });
  } else {
    rmSync('/tmp/prof/db.sqlite', { force: true });
    knex = knexFactory({ client: 'better-sqlite3', connection: '/tmp/prof/db.sqlite', useNullAsDefault: true, pool: { min: 1, max: 1 } });
  }
  const engine = await BenchEngine.create(knex);
  await engine.useMission(10);
  for (let i = 0; i < 5; i++) await (await engine.startRun()).finished;
  const counts = new Map<string, number>(); let total = 0;
  knex.on('query', (q: any) => { total++; const k = q.sql.replace(/\s+/g, ' ').slice(0, 90); counts.set(k, (counts.get(k) ?? 0) + 1); });
  const cpu = process.cpuUsage(); const t = performance.now();
  let left = runs;
  await Promise.all(Array.from({ length: inFlight }, async () => { while (left-- > 0) await (await engine.startRun()).finished; }));
  const used = process.cpuUsage(cpu);
  console.log(which, 'in flight', inFlight, 'statements/run', total / runs, 'cpu ms/run', ((used.user + used.system) / 1000 / runs).toFixed(2), 'wall ms/run', ((performance.now() - t) / runs).toFixed(1));
  if (process.argv[5]) for (const [k, n] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 45)) console.log((n / runs).toFixed(2), k);
  await engine.stop(); await knex.destroy(); process.exit(0);
})().catch(e => { console.error(e); process.exit(1); });
