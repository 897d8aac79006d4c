import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { ScriptSpec } from "@/command-line/spec";
import type { FieldErrors } from "@/server/errors";
import type { CommandPreview } from "@/server/scripts/evaluate-form";
import type { FormChecker } from "./form-checker";
import { isFilledIn, readTexts } from "./form-entries";
import { pathOfElement, showErrors } from "./form-errors";
import { useCommand } from "./use-command";

export interface ScriptLink {
  slug: string;
  versionId: number;
  filename: string;
  /** The path of the form. */
  path: string;
}

interface Options {
  form: RefObject<HTMLFormElement | null>;
  script: ScriptLink;
  loadSpec: () => Promise<ScriptSpec | null>;
  /** The command of the values that the form starts with; null if no command can express them. */
  initialPreview: CommandPreview | null;
}

const delayMs = 120;

/**
 * Checks a form while it changes and shows errors next to the fields that the user has left. The command comes from the
 * server. The parameters are loaded when the form is first used.
 */
export function useEvaluation({ form, script, loadSpec, initialPreview }: Options) {
  const { preview, state, update, invalidate } = useCommand(`/scripts/${script.slug}/command`, initialPreview);
  const visitedPaths = useRef(new Set<string>());
  const isSubmitted = useRef(false);
  /** The latest errors of the browser and of the server. Only the server finds values that a command cannot express. */
  const found = useRef<{ browser: FieldErrors; server: FieldErrors }>({ browser: {}, server: {} });
  const loading = useRef<Promise<FormChecker | null>>(null);
  const initial = useRef({ version: script.versionId, loadSpec });

  const load = useCallback(() => {
    const { version, loadSpec } = initial.current;
    loading.current ??= Promise.all([import("./form-checker"), loadSpec()])
      .then(([{ createFormChecker }, spec]) => spec && createFormChecker(spec, version))
      .catch(() => {
        // The server checks the form when it is sent. The next use of the form tries to load the checker again.
        loading.current = null;
        return null;
      });
    return loading.current;
  }, []);

  const show = useCallback(
    (errors: Partial<typeof found.current>) => {
      found.current = { ...found.current, ...errors };
      const visible = Object.entries({ ...found.current.server, ...found.current.browser }).filter(
        ([path]) => isSubmitted.current || visitedPaths.current.has(path),
      );
      if (form.current) showErrors(form.current, Object.fromEntries(visible));
    },
    [form],
  );

  /** Checks the form, updates its command, and returns the errors that the browser finds. */
  const check = useCallback(async (): Promise<FieldErrors> => {
    const checker = await load();
    if (!checker) invalidate("failed");
    if (!form.current || !checker) return {};
    const { errors, request } = checker.check(readTexts(form.current));
    show({ browser: errors });
    if (request === null) invalidate("invalid");
    else void update(request).then((serverErrors) => serverErrors && show({ server: serverErrors }));
    return errors;
  }, [form, load, show, update, invalidate]);

  /** Does the same as `check`. From then on, errors are also shown next to fields that the user has not visited. */
  const checkAll = useCallback(() => {
    isSubmitted.current = true;
    return check();
  }, [check]);

  useEffect(() => {
    if (!form.current) return;
    const visited = visitedPaths.current;
    return followForm(form.current, { check, onFocus: load, onLeave: (path) => visited.add(path) });
  }, [form, load, check]);

  const findFields = useCallback(async (text: string) => (await load())?.find(text) ?? null, [load]);
  return { preview, state, checkAll, findFields };
}

interface Followers {
  check: () => Promise<unknown>;
  onFocus: () => unknown;
  onLeave: (path: string) => void;
}

/** Checks a form shortly after each change, until the returned function is called. */
function followForm(form: HTMLFormElement, { check, onFocus, onLeave }: Followers): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const checkSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), delayMs);
  };
  const leave = (event: FocusEvent) => {
    const path = pathOfElement(event.target);
    if (path === null || pathOfElement(event.relatedTarget) === path) return;
    onLeave(path);
    checkSoon();
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  for (const type of ["input", "change", "click", "fieldsloaded"]) form.addEventListener(type, checkSoon, { signal });
  form.addEventListener("focusout", leave, { signal });
  form.addEventListener("focusin", () => void onFocus(), { signal });
  if (isFilledIn(form)) checkSoon();
  return () => {
    clearTimeout(timer);
    listeners.abort();
  };
}
