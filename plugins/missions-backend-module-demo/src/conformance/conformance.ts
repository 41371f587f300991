import { Scenario } from './scenario';
import { access } from './scenarios/access';
import { admission } from './scenarios/admission';
import { applying } from './scenarios/applying';
import { basics } from './scenarios/basics';
import { custom } from './scenarios/custom';
import { forms } from './scenarios/forms';
import { kinds } from './scenarios/kinds';
import { lists } from './scenarios/lists';
import { patching } from './scenarios/patching';
import { running } from './scenarios/running';

/**
 * What the simulator promises to do as a real API server does. The list is its
 * scope: what is not in it may be answered by 501 "not simulated".
 *
 * @public
 */
export const CONFORMANCE: readonly Scenario[] = [
  ...basics,
  ...lists,
  ...applying,
  ...patching,
  ...kinds,
  ...admission,
  ...custom,
  ...running,
  ...forms,
  ...access,
];
