"use client";

import { use, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import type { FoundFields } from "../fields/find-fields";
import { FormContext } from "../fields/form-context";
import { Input } from "../ui/input";

/** Shows only the fields whose label, option or help holds what is typed, and how many of them are under which tab. */
export function FormSearch({ count }: { count: number }) {
  const { findFields } = use(FormContext);
  const input = useRef<HTMLInputElement>(null);
  const found = useRef<FoundFields>(null);
  const [answer, setAnswer] = useState("");

  async function search(text: string) {
    const isLatest = () => input.current?.value.trim() === text;
    const next = text === "" ? null : await findFields(text);
    const form = input.current?.form;
    if (!form || !isLatest()) return;
    found.current = next;
    showFound(form, next);
    setAnswer(text === "" ? "" : next ? countWords(next.paths.size) : t("The fields could not be searched."));
  }

  useEffect(() => {
    const form = input.current?.form;
    const again = () => {
      if (form && found.current) showFound(form, found.current);
    };
    form?.addEventListener("drawn", again);
    return () => form?.removeEventListener("drawn", again);
  }, []);

  return (
    <div>
      <Input
        ref={input}
        type="search"
        aria-label={t("Find a field")}
        placeholder={t("Find among {count} fields", { count })}
        onChange={(event) => void search(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <p role="status" className="mt-1 text-13 text-muted empty:hidden">
        {answer}
      </p>
    </div>
  );
}

function countWords(count: number): string {
  if (count === 0) return t("No field has this in its label, option or help.");
  return t("{count, plural, one {# field has this.} other {# fields have this.}}", { count });
}

function showFound(form: HTMLFormElement, found: FoundFields | null): void {
  for (const field of form.querySelectorAll<HTMLElement>(".field"))
    field.hidden = found !== null && !found.paths.has(field.dataset.field ?? "");
  for (const tab of form.querySelectorAll<HTMLInputElement>(".tab-set > input")) {
    const label = tab.labels?.[0];
    const count = found?.tabs.get(`${tab.name}=${tab.value}`) ?? 0;
    if (count > 0) label?.setAttribute("data-found", String(count));
    else label?.removeAttribute("data-found");
  }
  if (!found) return;
  for (const fold of form.querySelectorAll("details")) fold.open = fold.querySelector(".field:not([hidden])") !== null;
}
