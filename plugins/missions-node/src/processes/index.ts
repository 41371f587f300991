export {
  isProvenGone,
  placeOfThisProcess,
  type ProcessPlace,
} from './ProcessPlace';
