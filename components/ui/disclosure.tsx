import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface Props {
  summary: ReactNode;
  open?: boolean;
  className?: string;
  id?: string;
  /** Whether the rows are lower, for trees. */
  dense?: boolean;
  children: ReactNode;
}

/** Collapsible content. The native element works without JavaScript, and the browser's search opens it. */
export function Disclosure({ summary, open, className, id, dense, children }: Props) {
  return (
    <details id={id} open={open} className={className}>
      <summary
        className={classNames(
          "flex items-center gap-1.5 rounded-control font-medium hover:text-accent",
          dense ? "min-h-6" : "min-h-9",
        )}
      >
        <ChevronRight size={16} className="shrink-0 transition-transform [details[open]>summary>&]:rotate-90" />
        {summary}
      </summary>
      <div className={dense ? undefined : "pt-1 pb-2"}>{children}</div>
    </details>
  );
}
