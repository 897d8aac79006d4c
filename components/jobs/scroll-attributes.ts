import type { HTMLAttributes } from "react";
import { t } from "@/server/language/text";

/** Attributes of the scrolling element. Keyboards reach it; screen readers announce the job's state, not each line. */
export function scrollAttributes(onScrollUp: () => void): HTMLAttributes<HTMLDivElement> {
  return {
    tabIndex: 0,
    role: "log",
    "aria-label": t("Output lines"),
    "aria-live": "off",
    onWheel: (event) => event.deltaY < 0 && onScrollUp(),
    onKeyDown: (event) => /^(ArrowUp|PageUp|Home)$/.test(event.key) && onScrollUp(),
    onPointerDown: onScrollUp,
  };
}
