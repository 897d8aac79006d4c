import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

const styles = {
  info: { icon: Info, className: "border-line bg-sunken text-ink" },
  good: { icon: CircleCheck, className: "border-completed/40 bg-completed-soft text-ink" },
  warning: { icon: TriangleAlert, className: "border-error/40 bg-error-soft text-ink" },
  bad: { icon: CircleAlert, className: "border-failed/40 bg-failed-soft text-ink" },
};

interface Props {
  kind?: keyof typeof styles;
  role?: "alert" | "status";
  className?: string;
  children: ReactNode;
}

/** A message inside the page. */
export function Notice({ kind = "info", role, className, children }: Props) {
  const { icon: Icon, className: style } = styles[kind];
  return (
    <div role={role} className={classNames("flex gap-2.5 rounded-control border px-3 py-2", style, className)}>
      <Icon className="mt-[3px] shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
