import type { FieldErrors } from "@/server/errors";
import { fieldId } from "../fields/field-data";

/**
 * Writes messages next to their fields and clears all others. The server renders fields without state. Filling their
 * empty error lines here avoids having a thousand components that each wait for a message.
 */
export function showErrors(form: HTMLFormElement, errors: FieldErrors): void {
  for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
    const path = field.dataset.field ?? "";
    // A parameter's name may be that of a property that every object inherits.
    const messages = Object.hasOwn(errors, path) ? errors[path] : rowErrors(errors, path);
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

function rowErrors(errors: FieldErrors, path: string): string[] | undefined {
  const inRows = Object.keys(errors).filter((key) => key.startsWith(`${path}[`));
  return inRows.length > 0 ? inRows.flatMap((key) => errors[key] ?? []) : undefined;
}

/** The path of the field that contains an element; null if there is none. */
export function pathOfElement(element: EventTarget | null): string | null {
  return element instanceof Element ? (element.closest<HTMLElement>("[data-field]")?.dataset.field ?? null) : null;
}
