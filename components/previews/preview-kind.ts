import type { ComponentType } from "react";
import type { FileHead } from "@/server/jobs/file-heads";
import type { JobFileView } from "@/server/jobs/view";

/**
 * What a preview knows of a file. Kind and media type were detected from its first bytes and its name when it was
 * stored (server/files/kind.ts).
 */
export type PreviewedFile = Pick<JobFileView, "id" | "path" | "sizeBytes" | "kind" | "mediaType" | "withheld">;

export interface PreviewProps {
  file: PreviewedFile;
  /** The path of the file as a page shows it. */
  name: string;
  /** The address of the file's contents, which answers requests for ranges. */
  href: string;
  /** The start of the file; undefined if the kind does not need it or the file is missing from storage. */
  head: FileHead | undefined;
  /** Whether the page is about this file, so that the preview may be large and run what it contains. */
  isOpened?: boolean;
}

/** A way to show files. Each is a file of this folder and one entry of `kinds.ts`. */
export interface PreviewKind {
  /** Whether this kind shows the file. The first kind of the list that does is used. */
  matches(file: PreviewedFile): boolean;
  /** Whether the server reads the start of the file for the preview (server/jobs/file-heads.ts). */
  needsHead: boolean;
  /** A server component. What needs much code in the browser is a view of `lazy-view.tsx`. */
  Preview: ComponentType<PreviewProps>;
}

/** What a view in the browser knows of the file that it loads itself. */
export interface ViewProps {
  /** The address of the file's contents, which answers requests for ranges. */
  src: string;
  name: string;
  sizeBytes: number;
}
