"use client";

import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { loadable } from "../ui/loadable";
import type { PreviewFile } from "./worker/use-preview";

const WorkerPreview = loadable(async () => (await import("./worker-preview")).WorkerPreview);
const DelimitedTools = loadable(async () => (await import("./delimited-tools")).DelimitedTools);

interface Props {
  file: PreviewFile;
  name: string;
}

/** A preview that a worker reads. Its code is loaded, and the file opened, when it becomes visible. */
export function LazyWorkerPreview(props: Props) {
  return (
    <WhenVisible placeholder={<p className="p-3 text-muted">{t("Opening…")}</p>}>
      <WorkerPreview {...props} />
    </WhenVisible>
  );
}

/** The statistics and the plot of a table that the server reads. */
export function LazyDelimitedTools(props: Props) {
  return (
    <WhenVisible placeholder={<div className="min-h-9 border-t border-line" />}>
      <DelimitedTools {...props} />
    </WhenVisible>
  );
}

/** A page may show many files at once, most of them below its visible part. */
function WhenVisible({ placeholder, children }: { placeholder: ReactNode; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [isVisible, setVisible] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      setVisible(true);
    });
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={frame} className="flex min-w-0 flex-col">
      {isVisible ? <Suspense fallback={placeholder}>{children}</Suspense> : placeholder}
    </div>
  );
}
