import { useEffect } from "react";
import type { JobStatus } from "@/db/job-state";
import { updateTitle } from "./tab-title";

/** Shows a job's state and progress in the title and the icon of the tab. */
export function useTabState(status: JobStatus, percent: number | null): void {
  useEffect(() => {
    document.title = updateTitle(document.title, status, percent);
    let restore: (() => void) | null = null;
    let hasLeft = false;
    void import("./tab-icon").then(({ showTabIcon, tabIcon }) => {
      if (!hasLeft) restore = showTabIcon(tabIcon(status, percent));
    });
    return () => {
      hasLeft = true;
      restore?.();
    };
  }, [status, percent]);
}
