import type { ReactNode } from "react";

/** Replaces an empty list with a text about what will be here and what to do next. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-prose flex-col items-center gap-2 px-4 py-14 text-center">
      <p className="text-16 font-semibold">{title}</p>
      {children ? <div className="text-muted">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}
