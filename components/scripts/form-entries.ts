/**
 * The entries of a form, without blank fields and without those of sub-commands and options that are not selected: a script with a
 * thousand parameters then sends only the few that are filled in.
 */
export function readEntries(form: HTMLFormElement): [string, string | File][] {
  const hidden = new Set([...namesInClosedTabs(form), ...namesInClosedOptions(form)]);
  const isFilled = (value: string | File) => (typeof value === "string" ? value !== "" : value.name !== "");
  return [...new FormData(form)].filter(([name, value]) => isFilled(value) && !hidden.has(name));
}

function namesInClosedTabs(form: HTMLFormElement): Set<string> {
  const names = new Set<string>();
  for (const tab of form.querySelectorAll<HTMLInputElement>(".tab-set > input[type=radio]:not(:checked)")) {
    const panel = tab.nextElementSibling?.nextElementSibling;
    for (const control of panel?.querySelectorAll<HTMLInputElement>("[name]") ?? []) names.add(control.name);
  }
  return names;
}

function namesInClosedOptions(form: HTMLFormElement): string[] {
  const controls = form.querySelectorAll<HTMLInputElement>(
    ".option:has(> :first-child > input:not(:checked)) .option-control [name]",
  );
  return [...controls].map((control) => control.name);
}

/**
 * The entries of a form as texts. Files are represented by their names, and each file adds an entry `path.$upload`.
 * Checks and the command line use these entries.
 */
export function readTexts(form: HTMLFormElement): [string, string][] {
  const fileNames = new Map<string, string>();
  for (const input of form.querySelectorAll<HTMLInputElement>("input[data-filename]"))
    fileNames.set(`${input.name} ${input.value}`, input.dataset.filename ?? "");
  return readEntries(form).flatMap(([name, value]): [string, string][] => {
    const filename = typeof value === "string" ? fileNames.get(`${name} ${value}`) : value.name;
    if (filename !== undefined)
      return [
        [name, filename],
        [`${name}.$upload`, filename],
      ];
    return typeof value === "string" ? [[name, value]] : [];
  });
}

/** Whether a form differs from what the server sent: by what was typed early, or what the browser restored at a reload. */
export function isFilledIn(form: HTMLFormElement): boolean {
  return [...form.elements].some((element) => {
    if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))
      return element.checked !== element.defaultChecked;
    if (element instanceof HTMLInputElement && element.type === "file") return (element.files?.length ?? 0) > 0;
    const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return isText && element.value !== element.defaultValue;
  });
}
