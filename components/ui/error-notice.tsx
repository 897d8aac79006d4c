import { CircleAlert } from "lucide-react";
import { classNames } from "./class-names";
import { NoticeBox, type NoticeProps } from "./notice-box";

/** A notice about an error. Browsers load it in forms, without the icons of the other notices. */
export function ErrorNotice({ className, ...rest }: NoticeProps) {
  return (
    <NoticeBox
      icon={CircleAlert}
      className={classNames("border-failed/40 bg-failed-soft text-ink", className)}
      {...rest}
    />
  );
}
