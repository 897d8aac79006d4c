/**
 * What a form says, without what is blank and without the sub-commands that are not chosen: a script with a thousand
 * parameters then sends the few that were filled in.
 */
export function readEntries(form: HTMLFormElement): [string, string | File][] {
  const hidden = namesInClosedTabs(form);
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

/**
 * What a form says as texts, a file standing as its name, also one that is kept from a job: what values, checks and the
 * command line are made of.
 */
export function readTexts(form: HTMLFormElement): [string, string][] {
  const kept = new Map<string, string>();
  for (const input of form.querySelectorAll<HTMLInputElement>("input[data-filename]"))
    kept.set(`${input.name} ${input.value}`, input.dataset.filename ?? "");
  return readEntries(form).map(([name, value]) => [
    name,
    typeof value === "string" ? (kept.get(`${name} ${value}`) ?? value) : value.name,
  ]);
}
