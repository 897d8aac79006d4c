"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Keys for a table: j and k move between rows, Enter opens the row's link, x selects it. The top checkbox selects all. */
export function JobTableKeys({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement; // keys are pressed in an element
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.closest("input:not([type=checkbox]), textarea, select, dialog")
      )
        return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const current = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === "x") rows[current]?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
      if (event.key !== "j" && event.key !== "k") return;
      const next = rows[event.key === "j" ? Math.min(current + 1, rows.length - 1) : Math.max(current - 1, 0)];
      next?.querySelector<HTMLElement>("a")?.focus();
    };
    const element = box.current;
    const updateSelection = ({ target }: Event) => {
      const checkboxes = [...(element?.querySelectorAll<HTMLInputElement>("[data-row] input[type=checkbox]") ?? [])];
      const all = element?.querySelector<HTMLInputElement>("[data-all]");
      if (!all) return;
      if (target === all) for (const one of checkboxes) one.checked = all.checked;
      all.checked = checkboxes.every((one) => one.checked);
      all.indeterminate = !all.checked && checkboxes.some((one) => one.checked);
    };
    window.addEventListener("keydown", press);
    element?.addEventListener("change", updateSelection);
    return () => {
      window.removeEventListener("keydown", press);
      element?.removeEventListener("change", updateSelection);
    };
  }, []);

  return <div ref={box}>{children}</div>;
}
