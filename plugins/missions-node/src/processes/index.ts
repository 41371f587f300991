export {
  isProvenGone,
  placeOfThisProcess,
  type ProcessPlace,
} from './ProcessPlace';
export {
  runProgram,
  type ProgramOptions,
  type ProgramResult,
} from './runProgram';
