import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ScriptSpec } from "@/server/introspection/spec";
import { readTexts } from "./form-entries";
import { type Errors, pathOfElement, showErrors } from "./form-errors";
import type { Preview } from "./form-logic";

export interface ScriptLink {
  slug: string;
  filename: string;
  /** The form's own path. */
  path: string;
}

/**
 * Follows a form: its command, which the page came with, and what is wrong beside the fields that were left. The model
 * of the script's parser is loaded when somebody first touches the form.
 */
export function useEvaluation(
  form: RefObject<HTMLFormElement | null>,
  script: ScriptLink,
  loadSpec: () => Promise<ScriptSpec | null>,
  first: Preview | null,
) {
  const [preview, setPreview] = useState(first);
  const left = useRef(new Set<string>());
  const isSent = useRef(false);
  const ready =
    useRef<Promise<((entries: [string, string][]) => ReturnType<typeof import("./form-logic").evaluate>) | null>>(null);
  const given = useRef({ script, loadSpec });

  const load = useCallback(() => {
    ready.current ??= Promise.all([import("./form-logic"), given.current.loadSpec()]).then(([logic, spec]) =>
      spec ? (entries) => logic.evaluate(spec, entries, { ...given.current.script, origin: location.origin }) : null,
    );
    return ready.current;
  }, []);

  /** Checks the form; with `all`, and from then on, also the fields nobody has left yet. */
  const check = useCallback(
    async (all: boolean): Promise<Errors> => {
      const evaluate = await load();
      isSent.current ||= all;
      if (!form.current || !evaluate) return {};
      const { errors, preview: next } = evaluate(readTexts(form.current));
      setPreview((old) => next ?? old);
      const seen = Object.entries(errors).filter(([path]) => isSent.current || left.current.has(path));
      showErrors(form.current, Object.fromEntries(seen));
      return errors;
    },
    [form, load],
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
    element.addEventListener("focusout", leave);
    element.addEventListener("focusin", touch);
    if (isRefilled(element)) soon();
    return () => {
      clearTimeout(timer);
      element.removeEventListener("input", soon);
      element.removeEventListener("change", soon);
      element.removeEventListener("click", soon);
      element.removeEventListener("focusout", leave);
      element.removeEventListener("focusin", touch);
    };
  }, [form, load, check]);

  return { preview, check };
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
