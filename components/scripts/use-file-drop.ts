import { type RefObject, useEffect } from "react";
import { t } from "@/server/language/text";
import { toast } from "../ui/toaster";

/**
 * Takes files that are dropped or pasted anywhere on the page of a form, and puts them into its file fields. A file
 * field itself takes what is dropped or pasted on it.
 */
export function useFileDrop(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const listeners = new AbortController();
    const { signal } = listeners;
    const setMarked = (isOver: boolean) => element.toggleAttribute("data-drop-target", isOver);
    document.addEventListener(
      "dragover",
      (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault(); // Otherwise the browser opens the file instead of the page.
        setMarked(true);
      },
      { signal },
    );
    document.addEventListener("dragleave", (event) => setMarked(event.relatedTarget !== null), { signal });
    document.addEventListener(
      "drop",
      (event) => {
        setMarked(false);
        take(element, event, event.dataTransfer);
      },
      { signal },
    );
    document.addEventListener(
      "paste",
      (event) => {
        // Cells of a spreadsheet are a text and a picture: in a text field, the browser pastes the text.
        if (!event.clipboardData?.types.includes("text/plain")) take(element, event, event.clipboardData);
      },
      { signal },
    );
    return () => listeners.abort();
  }, [form]);
}

function take(form: HTMLFormElement, event: Event, transfer: DataTransfer | null): void {
  if (event.defaultPrevented || !transfer || transfer.files.length === 0) return;
  event.preventDefault();
  const files = [...transfer.files];
  import("./spread-files").then(
    ({ spreadFiles }) => spreadFiles(form, files),
    () => toast({ text: t("The files could not be added. Try again."), isError: true }),
  );
}
