"use client";

import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { loadable } from "../ui/loadable";

interface Props {
  name: string;
  /** The paths of files that can be mentioned. */
  files: string[];
  preview: (text: string) => Promise<ReactNode>;
}

const MentionMenu = loadable(async () => (await import("./mention-menu")).MentionMenu);
const MarkdownTools = loadable(async () => (await import("../ui/markdown-tools")).MarkdownTools);

/** The tools of a text area for notes. They are loaded when the disclosure around them opens for the first time. */
export function NotesTools({ name, files, preview }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [isOpened, setOpened] = useState(false);
  useEffect(() => {
    const details = frame.current?.closest("details");
    const load = () => setOpened(true);
    if (details?.open) load();
    details?.addEventListener("toggle", load);
    return () => details?.removeEventListener("toggle", load);
  }, []);
  return (
    <div ref={frame} className="flex flex-col gap-1 empty:hidden">
      {isOpened ? (
        <Suspense>
          <MarkdownTools name={name} preview={preview}>
            {files.length > 0 ? <MentionMenu name={name} files={files} /> : null}
          </MarkdownTools>
        </Suspense>
      ) : null}
    </div>
  );
}
