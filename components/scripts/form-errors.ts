import { fieldId } from "../fields/field-data";

export type Errors = Record<string, string[]>;

/**
 * Writes messages beside their fields, and clears the others. Fields are drawn by the server and hold no state, so their
 * (always empty) error lines are filled here rather than by a thousand components that each wait for a message.
 */
export function showErrors(form: HTMLFormElement, errors: Errors): void {
  for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
    const path = field.dataset.field ?? "";
    const messages = errors[path] ?? rowErrors(errors, path);
    const line = document.getElementById(`${fieldId(path)}-error`);
    const control = document.getElementById(fieldId(path));
    if (line) {
      line.hidden = !messages;
      line.textContent = messages?.join(" ") ?? "";
    }
    if (messages) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
}

function rowErrors(errors: Errors, path: string): string[] | undefined {
  const inRows = Object.keys(errors).filter((key) => key.startsWith(`${path}[`));
  return inRows.length > 0 ? inRows.flatMap((key) => errors[key] ?? []) : undefined;
}

/** The path of the field that holds an element; null for none. */
export function pathOfElement(element: EventTarget | null): string | null {
  return element instanceof Element ? (element.closest<HTMLElement>("[data-field]")?.dataset.field ?? null) : null;
}

/** The label of a field, for the summary of errors. */
export function labelOfField(path: string): string {
  const id = fieldId(path.replace(/\[\d+\]$/, ""));
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.firstChild?.textContent;
  return label || path.split(".").at(-1) || path;
}

/** Brings a field into sight, unfolding what holds it, and puts the keyboard there. */
export function goToField(path: string): void {
  const control = document.getElementById(fieldId(path.replace(/\[\d+\]$/, "")));
  for (let fold = control?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
  control?.scrollIntoView({ block: "center" });
  control?.focus();
}
