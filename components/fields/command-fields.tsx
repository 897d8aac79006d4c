"use client";

import { type ReactNode, startTransition, use, useCallback, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { ScriptFormContext } from "./script-form-context";

interface Props {
  /** The id of the radio button that is the sub-command's tab. */
  tab: string;
  /** The name of the sub-command, after the names of its parents. */
  names: string[];
}

/** The fields of a sub-command of a large form, loaded when its tab is opened. Without JavaScript, a link loads them. */
export function CommandFields({ tab, names }: Props) {
  const { loadCommandFields } = use(ScriptFormContext);
  const [fields, setFields] = useState<ReactNode>(null);
  const [state, setState] = useState<"loading" | "failed" | "loaded">("loading");
  const box = useRef<HTMLDivElement>(null);
  const isRequested = useRef(false);

  const load = useCallback(async () => {
    if (isRequested.current) return;
    isRequested.current = true;
    setState("loading");
    const loaded = await loadCommandFields(names).catch(() => null);
    if (loaded === null) isRequested.current = false;
    startTransition(() => {
      setFields(loaded);
      setState(loaded === null ? "failed" : "loaded");
    });
  }, [loadCommandFields, names]);

  useEffect(() => {
    const radio = document.getElementById(tab);
    if (!(radio instanceof HTMLInputElement)) return;
    if (radio.checked) void load(); // it was opened before this page could listen
    const label = radio.labels?.[0];
    label?.addEventListener("pointerdown", load);
    radio.addEventListener("change", load);
    return () => {
      label?.removeEventListener("pointerdown", load);
      radio.removeEventListener("change", load);
    };
  }, [tab, load]);

  // The checks and the search of the form include the new fields.
  useEffect(() => {
    if (state === "loaded") box.current?.dispatchEvent(new Event("fieldsloaded", { bubbles: true }));
  }, [state]);

  return (
    <div ref={box}>
      {fields}
      {state === "loading" ? (
        <p className="text-muted [@media(scripting:none)]:hidden">{t("Loading fields…")}</p>
      ) : null}
      {state === "failed" ? (
        <p role="alert">
          <span className="text-failed">{t("The fields could not be loaded.")}</span>{" "}
          <Button size="small" onClick={load}>
            {t("Try again")}
          </Button>
        </p>
      ) : null}
      <noscript>
        <a
          className="text-accent underline"
          href={`?${new URLSearchParams(names.map((name) => ["__subparser", name]))}`}
        >
          {t("Show the fields of {command}", { command: names.join(" ") })}
        </a>
      </noscript>
    </div>
  );
}
