"use client";

import type { ReactNode } from "react";

/** A form that sets the language. It returns to the current page, or without JavaScript to the home page. */
export function LanguageForm({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <form
      method="post"
      action="/language/"
      className={className}
      onSubmit={({ currentTarget }) => {
        const next = currentTarget.elements.namedItem("next");
        if (next instanceof HTMLInputElement) next.value = location.pathname + location.search + location.hash;
      }}
    >
      <input type="hidden" name="next" />
      {children}
    </form>
  );
}
