import { fieldId } from "../fields/field-data";

/** The label of a field, for the summary of errors. */
export function labelOfField(path: string): string {
  const id = fieldId(path.replace(/\[\d+\]$/, ""));
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.firstChild?.textContent;
  return label || path.split(".").at(-1) || path;
}

/** Scrolls to a field, opens the sections that contain it, and focuses it. */
export function goToField(path: string): void {
  const id = fieldId(path.replace(/\[\d+\]$/, ""));
  const radio = document.getElementById(`${id}-only`);
  const isOpen = !(radio instanceof HTMLInputElement) || radio.checked;
  const control = isOpen ? document.getElementById(id) : radio;
  let section = control?.closest("details");
  while (section) {
    section.open = true;
    section = section.parentElement?.closest("details");
  }
  control?.scrollIntoView({ block: "center" });
  control?.focus();
}
