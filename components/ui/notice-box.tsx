import type { ComponentType, ReactNode } from "react";
import { classNames } from "./class-names";

export interface NoticeProps {
  role?: "alert" | "status";
  className?: string;
  children: ReactNode;
}

/** The frame of a message inside the page. */
export function NoticeBox({
  icon: Icon,
  role,
  className,
  children,
}: NoticeProps & { icon: ComponentType<{ className: string }> }) {
  return (
    <div role={role} className={classNames("flex gap-2.5 rounded-control border px-3 py-2", className)}>
      <Icon className="mt-[3px] shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
