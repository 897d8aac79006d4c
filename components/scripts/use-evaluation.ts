import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { ScriptSpec } from "@/command-line/spec";
import { readTexts } from "./form-entries";
import { type Errors, pathOfElement, showErrors } from "./form-errors";
import type { Preview } from "./form-logic";
import type { FormModel } from "./form-model";
import { useCommand } from "./use-command";

export interface ScriptLink {
  slug: string;
  versionId: number;
  filename: string;
  /** The form's own path. */
  path: string;
}

/**
 * Follows a form: what is wrong beside the fields that were left, found here, and its command, which the server makes.
 * The model of its fields is loaded when somebody first touches it.
 */
export function useEvaluation(
  form: RefObject<HTMLFormElement | null>,
  script: ScriptLink,
  loadSpec: () => Promise<ScriptSpec | null>,
  first: Preview | null,
) {
  const { preview, state, ask, lose } = useCommand(`/scripts/${script.slug}/command`, first);
  const left = useRef(new Set<string>());
  const isSent = useRef(false);
  /** What was found last, here and by the server, which alone knows when values cannot be told apart. */
  const found = useRef<{ here: Errors; there: Errors }>({ here: {}, there: {} });
  const ready = useRef<Promise<FormModel | null>>(null);
  const given = useRef({ version: script.versionId, loadSpec });

  const load = useCallback(() => {
    const { version, loadSpec } = given.current;
    ready.current ??= Promise.all([import("./form-model"), loadSpec()])
      .then(([{ modelOf }, spec]) => spec && modelOf(spec, version))
      .catch(() => {
        // Without it the server still checks what is sent; the next touch tries again.
        ready.current = null;
        return null;
      });
    return ready.current;
  }, []);

  /** Checks the form; with `all`, and from then on, also the fields nobody has left yet. */
  const check = useCallback(
    async (all: boolean): Promise<Errors> => {
      const model = await load();
      isSent.current ||= all;
      if (!model) lose("failed");
      if (!form.current || !model) return {};
      const { errors, question } = model.check(readTexts(form.current));
      const show = (part: Partial<typeof found.current>) => {
        found.current = { ...found.current, ...part };
        const seen = Object.entries({ ...found.current.there, ...found.current.here }).filter(
          ([path]) => isSent.current || left.current.has(path),
        );
        if (form.current) showErrors(form.current, Object.fromEntries(seen));
      };
      show({ here: errors });
      if (question === null) lose("unsaid");
      else void ask(question).then((there) => there && show({ there }));
      return errors;
    },
    [form, load, ask, lose],
  );

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout>;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void check(false), 120);
    };
    const touch = () => void load();
    const leave = (event: FocusEvent) => {
      const path = pathOfElement(event.target);
      if (path === null || pathOfElement(event.relatedTarget) === path) return;
      left.current.add(path);
      soon();
    };
    element.addEventListener("input", soon);
    element.addEventListener("change", soon);
    element.addEventListener("click", soon);
    element.addEventListener("drawn", soon);
    element.addEventListener("focusout", leave);
    element.addEventListener("focusin", touch);
    if (isRefilled(element)) soon();
    return () => {
      clearTimeout(timer);
      element.removeEventListener("input", soon);
      element.removeEventListener("change", soon);
      element.removeEventListener("click", soon);
      element.removeEventListener("drawn", soon);
      element.removeEventListener("focusout", leave);
      element.removeEventListener("focusin", touch);
    };
  }, [form, load, check]);

  const findFields = useCallback(async (text: string) => (await load())?.find(text) ?? null, [load]);
  return { preview, state, check, findFields };
}

/** Whether the browser has put back what was typed before a reload. */
function isRefilled(form: HTMLFormElement): boolean {
  return [...form.elements].some((element) => {
    if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))
      return element.checked !== element.defaultChecked;
    const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return isText && element.type !== "file" && element.value !== element.defaultValue;
  });
}
