export { backstageNotifier } from './backstageNotifier';
export { readNotificationRules } from './notificationRules';
export { WaitingNotifier } from './WaitingNotifier';
