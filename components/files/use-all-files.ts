import { useCallback, useEffect, useState } from "react";
import type { FileEntry } from "@/server/jobs/view";

/**
 * All files of a job: those that the page contains, or, if they are too many for that, those that the browser loads. Null
 * while they are loaded.
 */
export function useAllFiles(path: string, initialFiles: FileEntry[] | null) {
  const [files, setFiles] = useState(initialFiles);
  const [hasFailed, setFailed] = useState(false);

  const reload = useCallback(async () => {
    const response = await fetch(`${path}/files`).catch(() => null);
    setFailed(!response?.ok);
    if (!response?.ok) return;
    const loaded = (await response.json()) as { files: FileEntry[] }; // the route answers with these
    setFiles(loaded.files);
  }, [path]);
  const isMissing = files === null;
  useEffect(() => {
    if (isMissing) void reload();
  }, [isMissing, reload]);

  return { files, hasFailed, reload };
}
