/**
 * Text of the run page about a sequence, which touches no cluster itself.
 * `sequence` and `Sequence` name it, or its undo, within and at the beginning
 * of a sentence.
 */
export const sequenceMessages = {
  name: 'the sequence',
  nameFirst: 'The sequence',
  undoName: 'the undo of the sequence',
  undoNameFirst: 'The undo of the sequence',
  title: 'Sequence',

  waitsDecision: '{{Sequence}} waits for your decision',
  waitsBlocked: '{{Sequence}} does not fit yet',
  needDecision: 'Decide about {{sequence}}',
  pausedSoon:
    'No further mission is started. One that was started goes on: it is paused on its own page.',

  wouldStart_one: 'would start {{count}} mission',
  wouldStart_other: 'would start {{count}} missions',
  wouldTakeBack_one: 'would take back {{count}} mission',
  wouldTakeBack_other: 'would take back {{count}} missions',
  didStart_one: 'started {{count}} mission',
  didStart_other: 'started {{count}} missions',
  didTakeBack_one: 'took back {{count}} mission',
  didTakeBack_other: 'took back {{count}} missions',
  didOn_one: '{{missions}} on one cluster',
  didOn_other: '{{missions}} on {{count}} clusters',
  started: 'Started the mission',
  startedUndo: 'Started the undo',
  nothingStarted:
    'No mission of the sequence was started, so nothing was changed on any cluster.',
  offers: 'Offers for {{sequence}}',
  retry: 'Retry {{sequence}}',
  undo: 'Undo {{sequence}}…',
  undoTitle: 'Undo {{sequence}}?',
  undoText:
    'A run of its own takes back the missions that were started, the last one first. The undo of each is planned and approved like any other, and refuses to overwrite what others changed since.',
  undoTextOn:
    'A run of its own takes back the missions that were started, the last one first, on {{clusters}}. The undo of each is planned and approved like any other, and refuses to overwrite what others changed since.',
  confirmUndo: 'Undo {{sequence}}',
  skipTitle: 'Skip {{step}}?',
  closeTitle: 'Close {{sequence}} as failed?',
  closeText:
    'No further mission is started. What those before wrote stays, and can be undone later.',
  closeUndoText:
    'Nothing more is taken back. What was taken back already stays so.',
  confirmClose: 'Close {{sequence}}',
  cancelText:
    'No further mission is started. Those under way are cancelled too: each stops at its next safe point. What was written stays, and can be undone.',

  approvalDrift: 'The plan of {{sequence}} changed since it was approved',
  approvalSupplementary:
    'A part of the plan of {{sequence}} became known only now',
  approve: 'Approve {{sequence}}',
  reject: 'Reject {{sequence}}',
  approveNew: 'Approve the new plan of {{sequence}}',
  rejectNew: 'Reject the new plan of {{sequence}}',
  approveText:
    'You approve exactly this plan, {{hash}}: which missions are started, with which parameters and on which clusters. What each changes there is in a plan of its own. If a mission changes before it is started, the sequence asks again.',
  approveUndoText:
    'You approve exactly this plan, {{hash}}: which missions are taken back. What that changes on clusters is in the plan of each undo.',
  rejectText: 'It ends here. None of its missions is started.',
  rejectUndoText: 'It ends here. Nothing is taken back.',
  rejectNewText:
    'It ends here. No further mission is started; what was done before stays.',
  rejectGateText:
    'The step that asks fails, and {{sequence}} waits for a decision. What was written before stays.',

  done: '{{Sequence}} is done',
  undone: 'The sequence was taken back',
  undoneExcept_one: 'The sequence was taken back, except {{count}} object',
  undoneExcept_other: 'The sequence was taken back, except {{count}} objects',
  planned: '{{Sequence}} was planned; nothing was written',
  failed: '{{Sequence}} failed',
  inconclusive: '{{Sequence}} was not proved, so nobody may call it done',
  cancelled: '{{Sequence}} was cancelled',
  missions: 'What was done on clusters is told by its missions:',
  kept: '{{object}} stays: {{reason}}',

  provenBy: 'Proven by the missions that it ran, each by its own checks:',

  logOf: 'Log of {{step}}',
  evidenceOf: 'Evidence of {{step}}',
  journalOf: 'Writes of the sequence',
  noJournalHere_one:
    'Other steps of the sequence wrote: {{count}} entry is in their journals.',
  noJournalHere_other:
    'Other steps of the sequence wrote: {{count}} entries are in their journals.',
} as const;
