import { STANDARD_INPUT } from "@/command-line/standard-input";
import { t } from "@/server/language/text";
import { toast } from "../ui/toaster";
import { assignFiles } from "./assign-files";
import { labelOfField } from "./field-links";

/**
 * Puts files into the file fields of a form that are in use, and says which went where and which no field takes. The
 * script's standard input takes one only if the form has no other file field.
 */
export function spreadFiles(form: HTMLFormElement, files: readonly File[]): void {
  const fields = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")].filter((one) => isInUse(one, form));
  const ofParameters = fields.filter((one) => one.name !== STANDARD_INPUT);
  const inputs = ofParameters.length > 0 ? ofParameters : fields;
  const assigned = assignFiles(files, inputs.map(toFileField));
  const messages = inputs.flatMap((input, index) => {
    const chosen = files.filter((_, position) => assigned[position] === index);
    if (chosen.length === 0) return [];
    choose(input, chosen);
    return [t("Added to {field}: {files}", { field: labelOfField(input.name), files: namesOf(chosen) })];
  });
  const left = files.filter((_, position) => assigned[position] === null);
  if (left.length > 0) messages.push(t("No field takes {files}.", { files: namesOf(left) }));
  toast({ text: messages.join(" · "), isError: left.length > 0 });
}

const namesOf = (files: readonly File[]) => files.map((file) => file.name).join(", ");

function toFileField(input: HTMLInputElement) {
  const earlier = input.closest("fieldset")?.querySelector("input[data-filename]");
  return {
    text: input.closest("[data-field]")?.textContent ?? "",
    accept: input.accept,
    takesMany: input.multiple,
    isEmpty: input.files?.length === 0 && !earlier,
  };
}

/** Chooses files as a person would: the field adds them to those that it has. */
function choose(input: HTMLInputElement, files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  for (let section = input.closest("details"); section; section = section.parentElement?.closest("details") ?? null)
    section.open = true;
}

/** Whether a field belongs to the selected sub-command and to the selected option. A closed section does not count. */
function isInUse(input: HTMLInputElement, form: HTMLFormElement): boolean {
  for (let element: Element | null = input; element && element !== form; element = element.parentElement)
    if (getComputedStyle(element).display === "none") return false;
  return !input.disabled;
}
