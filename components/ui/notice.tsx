import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { classNames } from "./class-names";
import { ErrorNotice } from "./error-notice";
import { NoticeBox, type NoticeProps } from "./notice-box";

const styles = {
  info: { icon: Info, color: "border-line bg-sunken text-ink" },
  good: { icon: CircleCheck, color: "border-completed/40 bg-completed-soft text-ink" },
  warning: { icon: TriangleAlert, color: "border-error/40 bg-error-soft text-ink" },
};

/** A message inside the page. */
export function Notice({ kind = "info", className, ...rest }: NoticeProps & { kind?: keyof typeof styles | "bad" }) {
  if (kind === "bad") return <ErrorNotice className={className} {...rest} />;
  const { icon, color } = styles[kind];
  return <NoticeBox icon={icon} className={classNames(color, className)} {...rest} />;
}
