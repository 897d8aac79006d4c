import type { ReactNode } from "react";

export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 items-center rounded-full border border-line bg-sunken px-2 text-12 whitespace-nowrap text-muted tabular">
      {children}
    </span>
  );
}
