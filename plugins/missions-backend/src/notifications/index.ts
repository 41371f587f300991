export { backstageNotifier } from './backstageNotifier';
export { WaitingNotifier } from './WaitingNotifier';
