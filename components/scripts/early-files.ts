/**
 * Remembers the files that are chosen in a form until a draft, whose fields replace those of the form, has been restored.
 * Returns a function that puts them into the present fields and ends this.
 */
export function keepEarlyFiles(form: HTMLFormElement, signal: AbortSignal): () => void {
  const chosen = new Map<string, File[]>();
  const ending = new AbortController();
  const note = (input: EventTarget | null) => {
    if (input instanceof HTMLInputElement && input.type === "file") chosen.set(input.name, [...(input.files ?? [])]);
  };
  for (const input of fileInputs(form)) note(input);
  const options = { capture: true, signal: AbortSignal.any([signal, ending.signal]) };
  for (const type of ["input", "change"]) form.addEventListener(type, (event) => note(event.target), options);
  return () => {
    ending.abort();
    for (const input of fileInputs(form)) {
      const files = chosen.get(input.name) ?? [];
      if (files.length > 0 && input.files?.length === 0) putFiles(input, files);
    }
    chosen.clear();
  };
}

function fileInputs(form: HTMLFormElement): NodeListOf<HTMLInputElement> {
  return form.querySelectorAll<HTMLInputElement>("input[type=file][name]");
}

function putFiles(input: HTMLInputElement, files: File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
