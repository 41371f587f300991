import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type {
  PlanSummary,
  RunState,
} from '@mission-control/plugin-missions-common';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = resolve(__dirname, '../../../../missions');

const scenarioSchema = z
  .object({
    parameters: z.record(z.string(), z.any()).optional(),
    targets: z.array(z.string()).optional(),
    expect: z
      .object({
        /** Counts of the plan, over all targets. */
        plan: z.record(z.string(), z.number()).optional(),
        /** Where the run ends or waits. Defaults to succeeded. */
        state: z.string().optional(),
        failedStep: z.string().optional(),
        /** Checks of the outcome that passed on each target. */
        evidence: z.array(z.string()).optional(),
        /** At least so many findings. */
        findings: z.number().optional(),
        /** So many child runs. */
        children: z.number().optional(),
      })
      .strict(),
    /** Takes it back, and expects that to succeed. */
    undo: z.boolean(),
  })
  .strict();

/** One file of a mission's tests/ folder. */
export interface Scenario {
  missionRef: string;
  name: string;
  parameters: Record<string, unknown>;
  targets: string[];
  expect: {
    plan?: Partial<PlanSummary>;
    state?: RunState;
    failedStep?: string;
    evidence?: string[];
    findings?: number;
    children?: number;
  };
  undo: boolean;
}

/** The scenarios of all missions of this repository. */
export function readScenarios(): Scenario[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' });
  return files
    .filter(file => /\/tests\/[^/]+\.yaml$/.test(file))
    .sort()
    .map(file => {
      const scenario = scenarioSchema.parse(
        parse(readFileSync(join(ROOT, file), 'utf8')),
      );
      const mission = parse(
        readFileSync(join(ROOT, dirname(file), '..', 'mission.yaml'), 'utf8'),
      );
      return {
        parameters: {},
        targets: [],
        ...scenario,
        missionRef: `mission-control/${mission.metadata.name}`,
        name: basename(file, '.yaml'),
      } as Scenario;
    });
}
