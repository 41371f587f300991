export { stepWithoutUndo } from './stepWithoutUndo';
export { noOutcomeCheck } from './noOutcomeCheck';
export { verifyCannotFail } from './verifyCannotFail';
export { shellString } from './shellString';
export { unpinned } from './unpinned';
export { unusedParameter } from './unusedParameter';
export { sameObjectTwice } from './sameObjectTwice';
export { generateName } from './generateName';
