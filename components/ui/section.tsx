import type { ReactNode } from "react";

/** A part of a page with its heading. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <div className="border-b border-line pb-1">
        <h2 className="text-16 font-semibold">{title}</h2>
        {note ? <p className="text-13 text-muted">{note}</p> : null}
      </div>
      {children}
    </section>
  );
}
