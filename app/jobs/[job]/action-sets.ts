import * as actions from "./actions";

/** What the owner of a job and staff can do in the head of its page. */
export const headerActions = {
  stop: actions.stopAction,
  kill: actions.killAction,
  resubmit: actions.resubmitAction,
  rerun: actions.rerunAction,
  rename: actions.renameAction,
  tags: actions.saveTagsAction,
  remove: actions.deleteAction,
  share: actions.shareAction,
  renewLink: actions.renewLinkAction,
};

/** The same for its notes. */
export const notesActions = { save: actions.saveNotesAction, preview: actions.previewNotesAction };
