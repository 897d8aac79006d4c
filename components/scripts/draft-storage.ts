import { draftPrefix } from "./draft-prefix";
import { findHistoryId } from "./history-entry";
import { type Draft, readDraft } from "./read-draft";
import { read, remove, removeOldDrafts, write } from "./stored-draft";

/** Whose form it is, and of what. */
export interface FormIdentity {
  /** The id of the user who opened the form; "" for a visitor. */
  owner: string;
  /** The script and its version. */
  form: string;
  /** Whether the form was opened with values of a job, a link or a command, which count more than a draft. */
  isPrefilled: boolean;
}

/** A form in this tab. Its keys are fixed, because a form is saved once more after the browser has left its page. */
export interface DraftKeys {
  formKey: string;
  /** The key of this entry of the browser's history; null if nothing marks the entry. */
  historyKey: string | null;
  /** The key of what a visitor types in this tab, which follows them when they sign in. */
  visitorKey: string;
  owner: string;
  isPrefilled: boolean;
}

/** Forms that were sent: they are not saved any longer. */
const sentForms = new WeakSet<HTMLFormElement>();

/**
 * The keys of a form. Marks the entry of the browser's history again if it has lost its mark `historyId`, and for the
 * first time if the form was opened with values.
 */
export function toDraftKeys({ owner, form, isPrefilled }: FormIdentity, historyId: string | null): DraftKeys {
  const id = historyId ?? (isPrefilled ? newHistoryId() : null);
  if (id !== null && findHistoryId() !== id) markHistory(id);
  return {
    formKey: `${draftPrefix}${owner}:${form}`,
    historyKey: id === null ? null : `${draftPrefix}${owner}:history:${id}`,
    visitorKey: `${draftPrefix}visitor:${location.pathname}${location.search}`,
    owner,
    isPrefilled,
  };
}

/**
 * The draft of a form: for an entry of the browser's history, what was in the form there; otherwise what the person last
 * typed into this form. Null for none, and for a prefilled form that is opened anew.
 */
export function findDraft(keys: DraftKeys): Draft | null {
  const { formKey, historyKey, visitorKey, owner, isPrefilled } = keys;
  removeOldDrafts();
  const ofVisitor = owner === "" ? null : read("sessionStorage", visitorKey);
  if (ofVisitor) {
    remove("sessionStorage", visitorKey);
    keep(keys, ofVisitor);
    return ofVisitor;
  }
  const there = historyKey === null ? null : read("sessionStorage", historyKey);
  return there ?? (isPrefilled ? null : read("localStorage", formKey));
}

/** Saves what is in a form: in this browser, or in this tab if the form was opened with values. */
export function saveDraft(keys: DraftKeys, form: HTMLFormElement): void {
  if (!sentForms.has(form)) keep(keys, readDraft(form));
}

function keep({ formKey, historyKey, visitorKey, owner, isPrefilled }: DraftKeys, draft: Draft): void {
  if (!isPrefilled) write("localStorage", formKey, draft);
  if (historyKey !== null && isPrefilled) write("sessionStorage", historyKey, draft);
  else if (historyKey !== null) remove("sessionStorage", historyKey);
  if (owner === "") write("sessionStorage", visitorKey, draft);
}

export function forgetDraft({ formKey, historyKey, visitorKey, isPrefilled }: DraftKeys): void {
  if (historyKey !== null) remove("sessionStorage", historyKey);
  if (!isPrefilled) remove("localStorage", formKey);
  remove("sessionStorage", visitorKey);
}

/** Ends the draft of a form that was sent. If the person comes back to it, it contains the same again, with its files. */
export function keepSentDraft(form: HTMLFormElement, identity: FormIdentity, jobPath: string): void {
  sentForms.add(form);
  const id = findHistoryId() ?? newHistoryId();
  forgetDraft(toDraftKeys(identity, id));
  const job = /^\/jobs\/([^/]+)\//.exec(jobPath)?.[1];
  const draft = { ...readDraft(form), missingFiles: [], ...(job === undefined ? {} : { job }) };
  write("sessionStorage", `${draftPrefix}${identity.owner}:history:${id}`, draft);
}

const newHistoryId = () => markHistory(Math.random().toString(36).slice(2));

function markHistory(id: string): string {
  try {
    // Next's own entries in the state have to stay.
    history.replaceState({ ...history.state, wooeyForm: id }, "");
  } catch {
    // Safari limits how often the state changes: then the draft is not found again.
  }
  return id;
}
