import { lintRules } from '../lint/lintMission';
import { code, generatedNote, page, table } from './markdown';

/** docs/linter.md, from the rules. */
export function linterPage(): string {
  return page(
    generatedNote('the rules in plugins/missions-common/src/lint'),
    '# Linter rules',
    'The linter reads a mission when its source is read. An error keeps the mission out of the Explorer; a warning keeps nothing from being used and is shown, folded, on the page of the mission and in the Explorer. Missions of the lifecycle `draft` may lack pins: each is then an _open point_ with its name and place.',
    table(
      ['rule', 'level', 'what it demands'],
      lintRules.map(rule => [
        `[${rule.id}](#${rule.id})`,
        rule.severity,
        rule.demands,
      ]),
    ),
    ...lintRules.flatMap(rule => [
      `## ${rule.id}`,
      `${rule.demands} Code ${code(`lint/${rule.id}`)}, ${rule.severity}.`,
      rule.because,
      `_Repair:_ ${rule.remedy}`,
      'Refused:',
      `\`\`\`yaml\n${rule.bad}\n\`\`\``,
      'Accepted:',
      `\`\`\`yaml\n${rule.good}\n\`\`\``,
    ]),
  );
}
