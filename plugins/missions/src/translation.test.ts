import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsMessages } from './pages/actions/messages';
import { approvalsMessages } from './pages/approvals/messages';
import { clustersMessages } from './pages/clusters/messages';
import { controlMessages } from './pages/control/messages';
import { entityMessages } from './entity/messages';
import { explorerMessages } from './pages/explorer/messages';
import { launchMessages } from './pages/launch/messages';
import { faultMessages } from './pages/launch/parameters/messages';
import { missionMessages } from './pages/mission/messages';
import { ruleMessages } from './pages/mission/rules/messages';
import { orbitsMessages } from './pages/orbits/messages';
import { runMessages } from './pages/run/messages';
import { sequenceMessages } from './shell/sequenceMessages';
import { runsMessages } from './pages/runs/messages';
import { brakeMessages } from './shell/brakes/messages';
import { shellMessages } from './shell/messages';

interface Messages {
  readonly [key: string]: string | Messages;
}

const messages: Messages = {
  actions: actionsMessages,
  approvals: approvalsMessages,
  brake: brakeMessages,
  clusters: clustersMessages,
  control: controlMessages,
  entity: entityMessages,
  explorer: explorerMessages,
  fault: faultMessages,
  launch: launchMessages,
  mission: missionMessages,
  orbits: orbitsMessages,
  rule: ruleMessages,
  run: runMessages,
  runs: runsMessages,
  sequence: sequenceMessages,
  shell: shellMessages,
};
const PLURAL = /_(one|other)$/;

const keys = keysOf(messages);
const names = new Set(keys.map(key => key.replace(PLURAL, '')));
const sources = sourcesIn(__dirname)
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

describe('the text of the pages', () => {
  it('is all used', () => {
    const literals = [...sources.matchAll(/['"`]([a-z]+\.[\w.${}]+)['"`]/g)]
      .map(([, literal]) => literal)
      .map(
        literal => new RegExp(`^${literal.replace(/\$\{.*?\}/g, '[\\w-]+')}$`),
      );
    expect(
      [...names].filter(name => !literals.some(used => used.test(name))),
    ).toEqual([]);
  });

  it('has every key that is asked for', () => {
    const asked = [...sources.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(
      ([, key]) => key,
    );
    expect(asked.length).toBeGreaterThan(300);
    expect(asked.filter(key => !names.has(key))).toEqual([]);
  });

  it('has for every plural one and other, and both count', () => {
    const wrong = keys
      .filter(key => PLURAL.test(key))
      .filter(key => {
        const name = key.replace(PLURAL, '');
        return (
          !keys.includes(`${name}_one`) ||
          !keys.includes(`${name}_other`) ||
          keys.includes(name)
        );
      });
    expect(wrong).toEqual([]);
    expect(keys.filter(key => PLURAL.test(key)).length).toBeGreaterThan(50);
  });
});

function keysOf(node: Messages, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const name = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [name] : keysOf(value, name);
  });
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === '__testUtils__' ? [] : sourcesIn(path);
    }
    return /\.tsx?$/.test(entry.name) &&
      !/(\.test\.tsx?|^messages\.ts)$/.test(entry.name)
      ? [path]
      : [];
  });
}
