"use client";

import { type ReactNode, startTransition, use, useCallback, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { FormContext } from "./form-context";

interface Props {
  /** The id of the radio button that is its tab. */
  tab: string;
  /** Of the sub-command, behind those it is inside of. */
  names: string[];
}

/** The fields of a sub-command that a large form comes without: drawn when its tab is opened, or else by a link. */
export function CommandFields({ tab, names }: Props) {
  const { drawCommand } = use(FormContext);
  const [fields, setFields] = useState<ReactNode>(null);
  const [state, setState] = useState<"undrawn" | "failed" | "drawn">("undrawn");
  const box = useRef<HTMLDivElement>(null);
  const isAsked = useRef(false);

  const draw = useCallback(async () => {
    if (isAsked.current) return;
    isAsked.current = true;
    setState("undrawn");
    const drawn = await drawCommand(names).catch(() => null);
    if (drawn === null) isAsked.current = false;
    startTransition(() => {
      setFields(drawn);
      setState(drawn === null ? "failed" : "drawn");
    });
  }, [drawCommand, names]);

  useEffect(() => {
    const radio = document.getElementById(tab);
    if (!(radio instanceof HTMLInputElement)) return;
    if (radio.checked) void draw(); // opened before anybody listened
    const label = radio.labels?.[0];
    label?.addEventListener("pointerdown", draw);
    radio.addEventListener("change", draw);
    return () => {
      label?.removeEventListener("pointerdown", draw);
      radio.removeEventListener("change", draw);
    };
  }, [tab, draw]);

  // What looks at all fields of the form looks again.
  useEffect(() => {
    if (state === "drawn") box.current?.dispatchEvent(new Event("drawn", { bubbles: true }));
  }, [state]);

  return (
    <div ref={box}>
      {fields}
      {state === "undrawn" ? (
        <p className="text-muted [@media(scripting:none)]:hidden">{t("Loading its fields …")}</p>
      ) : null}
      {state === "failed" ? (
        <p role="alert">
          <span className="text-failed">{t("The fields could not be loaded.")}</span>{" "}
          <Button size="small" onClick={draw}>
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
