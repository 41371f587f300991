/** A kind of object that a mission can reach, and how. @public */
export interface MissionTouch {
  kind: string;
  apiVersion?: string;
  /** As it is written; `{name}` stands for the parameter of that name. */
  namespace?: string;
  verbs: string[];
}
