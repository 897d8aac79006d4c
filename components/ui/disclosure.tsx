import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface Props {
  summary: ReactNode;
  open?: boolean;
  className?: string;
  id?: string;
  children: ReactNode;
}

/** Folds its content under one line; native, so it works without scripts and find-in-page opens it. */
export function Disclosure({ summary, open, className, id, children }: Props) {
  return (
    <details id={id} open={open} className={classNames("group/fold", className)}>
      <summary className="flex min-h-9 items-center gap-1.5 rounded-control font-medium hover:text-accent">
        <ChevronRight aria-hidden size={16} className="shrink-0 transition-transform group-open/fold:rotate-90" />
        {summary}
      </summary>
      <div className="pt-1 pb-2">{children}</div>
    </details>
  );
}
