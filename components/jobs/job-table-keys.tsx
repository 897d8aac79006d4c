"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Moves through the rows of a table with j and k; Enter opens the row's link, x ticks it, the box above ticks all. */
export function JobTableKeys({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.closest("input:not([type=checkbox]), textarea, select, dialog")
      )
        return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === "x") rows[at]?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
      if (event.key !== "j" && event.key !== "k") return;
      const next = rows[event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)];
      next?.querySelector<HTMLElement>("a")?.focus();
    };
    const element = box.current;
    const tick = ({ target }: Event) => {
      const ticks = [...(element?.querySelectorAll<HTMLInputElement>("[data-row] input[type=checkbox]") ?? [])];
      const all = element?.querySelector<HTMLInputElement>("[data-all]");
      if (!all) return;
      if (target === all) for (const one of ticks) one.checked = all.checked;
      all.checked = ticks.every((one) => one.checked);
      all.indeterminate = !all.checked && ticks.some((one) => one.checked);
    };
    window.addEventListener("keydown", press);
    element?.addEventListener("change", tick);
    return () => {
      window.removeEventListener("keydown", press);
      element?.removeEventListener("change", tick);
    };
  }, []);

  return <div ref={box}>{children}</div>;
}
