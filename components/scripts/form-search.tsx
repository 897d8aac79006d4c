"use client";

import { use, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import type { FoundFields } from "../fields/find-fields";
import { ScriptFormContext } from "../fields/script-form-context";
import { Input } from "../ui/input";

/** Shows only the fields whose label, option or help contains the typed text, and shows their number on each tab. */
export function FormSearch({ count }: { count: number }) {
  const { findFields } = use(ScriptFormContext);
  const input = useRef<HTMLInputElement>(null);
  const found = useRef<FoundFields>(null);
  const [status, setStatus] = useState("");

  async function search(text: string) {
    const isLatest = () => input.current?.value.trim() === text;
    const next = text === "" ? null : await findFields(text);
    const form = input.current?.form;
    if (!form || !isLatest()) return;
    found.current = next;
    showFound(form, next);
    setStatus(text === "" ? "" : statusText(next));
  }

  // Somebody may have typed before the page's scripts were loaded.
  const searchFirst = useRef(search);
  useEffect(() => {
    const early = input.current?.value.trim();
    if (early) void searchFirst.current(early);
  }, []);

  useEffect(() => {
    const form = input.current?.form;
    const updateFields = () => {
      if (form && found.current) showFound(form, found.current);
    };
    form?.addEventListener("fieldsloaded", updateFields);
    return () => form?.removeEventListener("fieldsloaded", updateFields);
  }, []);

  return (
    <div>
      <Input
        ref={input}
        type="search"
        aria-label={t("Find a field")}
        placeholder={t("{count, plural, one {Find in # field} other {Find in # fields}}", { count })}
        onChange={(event) => void search(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <p role="status" className="mt-1 text-13 text-muted empty:hidden">
        {status}
      </p>
    </div>
  );
}

function statusText(found: FoundFields | null): string {
  if (!found) return t("The fields could not be searched.");
  const count = found.paths.size;
  if (count === 0) return t("No matching fields.");
  return t("{count, plural, one {# matching field.} other {# matching fields.}}", { count });
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
  for (const section of form.querySelectorAll("details")) {
    section.open = section.querySelector(".field:not([hidden])") !== null;
  }
}
