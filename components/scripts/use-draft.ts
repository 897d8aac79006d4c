import { type RefObject, startTransition, useEffect, useRef, useState } from "react";
import { draftPrefix } from "./draft-prefix";
import type { FormIdentity } from "./draft-storage";
import { keepEarlyFiles } from "./early-files";
import { isFilledIn } from "./form-entries";
import { findHistoryId } from "./history-entry";
import type { LoadDraftFields, RestoredForm } from "./keep-draft";

interface Options {
  form: RefObject<HTMLFormElement | null>;
  identity: FormIdentity;
  loadFields: LoadDraftFields;
}

/**
 * Keeps what is typed into a form, and restores it when the person comes back to the form. The code for it is loaded
 * when the form is changed, or at once if this browser has a draft.
 */
export function useDraft({ form, identity, loadFields }: Options): RestoredForm | null {
  const { owner, form: name, isPrefilled } = identity;
  const [restored, setRestored] = useState<RestoredForm | null>(null);
  const wasRestored = useRef(false);
  const putEarlyFiles = useRef<() => void>(undefined);
  const initial = useRef({ owner, loadFields });

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const ending = new AbortController();
    const { signal } = ending;
    // Somebody who has just signed in on this page continues with the form as it is.
    const mayRestore = owner === initial.current.owner && hasDrafts();
    const { loadFields } = initial.current;
    const historyId = findHistoryId();
    if (mayRestore) putEarlyFiles.current = keepEarlyFiles(element, signal);
    // Somebody may have typed before the page's scripts were loaded.
    let isChanged = isFilledIn(element);
    const start = () =>
      import("./keep-draft")
        .then(({ keepDraft }) => {
          const identity = { owner, form: name, isPrefilled };
          // A transition waits for the code of the fields.
          const onRestore = (next: RestoredForm | null) => startTransition(() => setRestored(next));
          return keepDraft(element, {
            identity,
            historyId,
            mayRestore,
            isChanged: () => isChanged,
            loadFields,
            onRestore,
            signal,
          });
        })
        .catch(() => undefined); // Without the code there is no draft.
    const change = () => {
      if (!mayRestore && !isChanged) void start();
      isChanged = true;
    };
    element.addEventListener("input", change, { once: true, signal });
    if (mayRestore || isChanged) void start();
    return () => ending.abort();
  }, [form, owner, name, isPrefilled]);

  // The form checks its new fields and updates its command.
  useEffect(() => {
    if (restored) putEarlyFiles.current?.();
    if (restored || wasRestored.current) form.current?.dispatchEvent(new Event("fieldsloaded", { bubbles: true }));
    wasRestored.current = restored !== null;
  }, [form, restored]);

  return restored;
}

function hasDrafts(): boolean {
  try {
    const keys = [localStorage, sessionStorage].flatMap(Object.keys);
    return keys.some((key) => key.startsWith(draftPrefix));
  } catch {
    return false;
  }
}
