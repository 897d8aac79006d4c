"use client";

import { Input } from "../ui/input";

/** Shows only the fields whose label, option or help holds what is typed. */
export function FormSearch({ count }: { count: number }) {
  return (
    <Input
      type="search"
      aria-label="Find a field"
      placeholder={`Find among ${count} fields`}
      onChange={(event) => {
        if (event.target.form) filterFields(event.target.form, event.target.value.trim().toLowerCase());
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.preventDefault();
      }}
    />
  );
}

function filterFields(form: HTMLFormElement, text: string): void {
  for (const field of form.querySelectorAll<HTMLElement>("[data-search]"))
    field.hidden = text !== "" && !field.dataset.search?.includes(text);
  if (text === "") return;
  for (const fold of form.querySelectorAll("details"))
    fold.open = fold.querySelector("[data-search]:not([hidden])") !== null;
}
