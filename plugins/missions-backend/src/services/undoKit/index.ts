export { AuthorizedUndoKitService } from './AuthorizedUndoKitService';
export { DefaultUndoKitService } from './DefaultUndoKitService';
export type { UndoKitService } from './UndoKitService';
