import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";
import { type DraftKeys, type FormIdentity, findDraft, forgetDraft, saveDraft, toDraftKeys } from "./draft-storage";
import type { Draft } from "./read-draft";

/** What a form shows instead of its first fields: those with the values of a draft, and a line that says so. */
export interface RestoredForm {
  fields: ReactNode;
  notice: ReactNode;
}

/** The fields with the values of a draft, rendered by the server; null if the script no longer has this form. */
export type LoadDraftFields = (draft: Pick<Draft, "entries" | "fileNames" | "job">) => Promise<ReactNode>;

interface Options {
  identity: FormIdentity;
  /** The mark of the entry of the browser's history, when the form was opened. Next may remove it later. */
  historyId: string | null;
  /** Whether a draft may replace what is in the form. */
  mayRestore: boolean;
  /** Whether somebody has changed the form while this code was being loaded. */
  isChanged: () => boolean;
  loadFields: LoadDraftFields;
  /** Null: the form starts over. */
  onRestore: (restored: RestoredForm | null) => void;
  /** The form is about to disappear. */
  signal: AbortSignal;
}

/** Restores the draft of a form if there is one, and from then on saves what is in the form. */
export async function keepDraft(form: HTMLFormElement, options: Options): Promise<void> {
  const { identity, historyId, mayRestore, isChanged, onRestore, signal } = options;
  if (signal.aborted) return;
  const keys = toDraftKeys(identity, historyId);
  const draft = mayRestore ? findDraft(keys) : null;
  if (draft) {
    const fields = await loadFieldsOf(form, draft, options);
    if (signal.aborted) return;
    // The next change must not replace a draft that cannot be restored at the moment.
    if (fields === null) return;
    const startOver = () => {
      forgetDraft(keys);
      onRestore(null);
    };
    const missingFiles = draft.missingFiles.filter((name) => !isChosen(form, name));
    onRestore({ fields, notice: <DraftNotice missingFiles={missingFiles} onStartOver={startOver} /> });
  }
  followForm(form, { keys, signal, isChanged: !draft && isChanged() });
}

/** Whether somebody has already chosen a file of this name, which stays; see `keepEarlyFiles`. */
function isChosen(form: HTMLFormElement, name: string): boolean {
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")];
  return inputs.some(({ files }) => [...(files ?? [])].some((file) => file.name === name));
}

/** While the fields are being loaded, nothing can be typed, because it would be replaced. */
async function loadFieldsOf(form: HTMLFormElement, draft: Draft, { loadFields }: Options): Promise<ReactNode> {
  const { entries, fileNames, job } = draft;
  form.inert = true;
  try {
    return await loadFields({ entries, fileNames, ...(job === undefined ? {} : { job }) });
  } catch {
    const text = t("What you typed before could not be loaded. Reload the page to try again.");
    toast({ text, isError: true });
    return null;
  } finally {
    form.inert = false;
  }
}

const delayMs = 300;

interface Following {
  keys: DraftKeys;
  signal: AbortSignal;
  /** Whether the form contains something that is not saved yet. */
  isChanged: boolean;
}

/** Saves a form shortly after each change, and before it disappears. */
function followForm(form: HTMLFormElement, { keys, signal, isChanged }: Following): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    saveDraft(keys, form);
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, delayMs);
  };
  const saveNow = () => {
    if (timer !== undefined) save();
  };
  if (isChanged) saveSoon();
  for (const type of ["input", "change"]) form.addEventListener(type, saveSoon, { signal });
  // Buttons add and remove rows and files. Others change nothing.
  const afterButton = (event: Event) => {
    if (event.target instanceof Element && event.target.closest("button[type=button]")) saveSoon();
  };
  form.addEventListener("click", afterButton, { signal });
  window.addEventListener("pagehide", saveNow, { signal });
  signal.addEventListener("abort", saveNow);
}

function DraftNotice({ missingFiles, onStartOver }: { missingFiles: string[]; onStartOver: () => void }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-2 text-13 text-muted">
      <span>{t("Restored what you had typed")}</span>
      <span aria-hidden>·</span>
      <Button size="small" onClick={onStartOver}>
        {t("Start over")}
      </Button>
      {missingFiles.length > 0 ? (
        <span className="w-full">{t("Choose these files again: {names}", { names: missingFiles.join(", ") })}</span>
      ) : null}
    </div>
  );
}
