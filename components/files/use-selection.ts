import { useCallback, useMemo, useState } from "react";
import type { FileEntry } from "@/server/jobs/view";

/** Whether all, some or none of the files of a line are selected. */
export type Selected = "all" | "some" | "none";

/** The output files that are selected for a download. */
export function useSelection(files: readonly FileEntry[] | null) {
  const [ids, setIds] = useState<ReadonlySet<number>>(new Set());

  /** Selects files, or removes them from the selection if all of them are selected. */
  const toggle = useCallback((changed: readonly number[]) => {
    setIds((old) => {
      const next = new Set(old);
      const isAdding = changed.some((id) => !old.has(id));
      for (const id of changed) {
        if (isAdding) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => setIds(new Set()), []);
  const selectedOf = useCallback(
    (some: readonly number[]): Selected => {
      const count = some.filter((id) => ids.has(id)).length;
      if (count === 0) return "none";
      return count === some.length ? "all" : "some";
    },
    [ids],
  );
  const selected = useMemo(() => (files ?? []).filter((file) => ids.has(file.id)), [files, ids]);

  return { selected, selectedOf, toggle, clear };
}
