import type { ReactNode } from "react";

/** Shows `text` near its content while that is hovered or focused. The content carries its own accessible name. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <span className="group/tip relative inline-flex">
      {children}
      <span
        aria-hidden
        className="pointer-events-none absolute top-full left-1/2 z-30 mt-1.5 hidden -translate-x-1/2 rounded-[4px] border border-line bg-raised px-2 py-0.5 text-12 whitespace-nowrap text-ink shadow-float group-focus-within/tip:block group-hover/tip:block"
      >
        {text}
      </span>
    </span>
  );
}
