import { createHash } from 'node:crypto';
import type { MissionOrbitCheck } from '@mission-control/plugin-missions-common';
import type { FindingInput } from '@mission-control/plugin-missions-node';
import { missionNamed } from '../engine/checkRemedy';
import type { NewFinding, TargetRecord } from '../store';
import { type AskedCheck, limitEvidence } from './askCheck';

/**
 * What a look found, as it is kept: what the check named, or the answer itself
 * when it is not well and names nothing, since no finding reads as all is well.
 */
export function toFindings(options: {
  missionRef: string;
  target: Pick<TargetRecord, 'targetId' | 'clusterUid' | 'watchedUid'>;
  check: MissionOrbitCheck;
  look: AskedCheck;
}): NewFinding[] {
  const { missionRef, target, check, look } = options;
  const found =
    look.findings.length > 0 ? look.findings : answerAsFinding(check, look);
  return found.map(({ key, ...finding }) => {
    const identity = key ?? JSON.stringify(finding.object ?? finding.title);
    return {
      checkId: check.id,
      severity: finding.severity ?? severityOf(check),
      fingerprint: createHash('sha256')
        .update(
          [
            missionRef,
            check.id,
            target.targetId,
            identity,
            ...(target.watchedUid ? [target.clusterUid] : []),
          ].join('\n'),
        )
        .digest('hex'),
      finding: {
        ...finding,
        evidence: (finding.evidence ?? []).map(item =>
          limitEvidence({ ...item, at: look.result.at }),
        ),
        control: finding.control ?? check.control,
        fixMission:
          check.fixMission && missionNamed(check.fixMission, missionRef),
      },
    };
  });
}

/**
 * A failure or a warning without findings as the one that it is. Its key is
 * empty: the check tells it apart, whatever it answers from look to look.
 */
function answerAsFinding(
  check: MissionOrbitCheck,
  { result }: AskedCheck,
): FindingInput[] {
  const { status, message, evidence } = result;
  if (status !== 'fail' && status !== 'warn') {
    return [];
  }
  const objects = (evidence ?? []).flatMap(item => item.object ?? []);
  const [object, ...others] = objects;
  return [
    {
      key: '',
      severity: status === 'warn' ? 'low' : severityOf(check),
      title: check.title ?? check.id,
      message,
      evidence,
      ...(object && others.length === 0 && { object }),
    },
  ];
}

function severityOf({ severity = 'medium' }: MissionOrbitCheck) {
  return severity;
}
