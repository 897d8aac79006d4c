import type { ReactNode } from "react";

/** A key on the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="rounded-[4px] border border-line bg-sunken px-1 font-mono text-12 text-muted">{children}</kbd>;
}
