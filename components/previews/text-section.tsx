import type { ReactNode } from "react";
import { scrollableAttributes } from "../ui/scrollable";

/** The part of a page that contains a text of a file and scrolls by itself. */
export function TextSection({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      {...scrollableAttributes}
      className="max-h-(--preview-height) overflow-auto p-3 focus-visible:-outline-offset-2"
    >
      {children}
    </section>
  );
}
