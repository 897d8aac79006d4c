"use client";

import type { ReactNode } from "react";

/** A form that chooses a language and comes back to where it was sent from. Without scripts it comes back to the start. */
export function LanguageForm({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <form
      method="post"
      action="/language/"
      className={className}
      onSubmit={({ currentTarget }) => {
        const next = currentTarget.elements.namedItem("next") as HTMLInputElement;
        next.value = location.pathname + location.search + location.hash;
      }}
    >
      <input type="hidden" name="next" />
      {children}
    </form>
  );
}
