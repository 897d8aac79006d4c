import { useEffect, useState } from "react";
import { PreviewProblem, type ProblemCode } from "../read/problem";
import { PreviewClient } from "./preview-client";
import type { OpenedFile, OpenRequest, ReaderName } from "./protocol";

export interface PreviewFile {
  reader: ReaderName;
  path: string;
  sizeBytes: number;
  /** The address of its contents. */
  href: string;
}

export type PreviewState =
  | { phase: "opening" }
  | { phase: "open"; opened: OpenedFile; client: PreviewClient }
  | { phase: "failed"; problem: ProblemCode };

/** Opens a file in a worker for as long as the component is on the page. */
export function usePreview({ reader, path, sizeBytes, href }: PreviewFile): PreviewState {
  const [state, setState] = useState<PreviewState>({ phase: "opening" });
  useEffect(() => {
    const client = new PreviewClient();
    let isClosed = false;
    setState({ phase: "opening" });
    client.call("open", toOpenRequest({ reader, path, sizeBytes, href })).then(
      (opened) => {
        if (!isClosed) setState({ phase: "open", opened, client });
      },
      (error: unknown) => {
        if (!isClosed) setState({ phase: "failed", problem: codeOf(error) });
      },
    );
    return () => {
      isClosed = true;
      client.end();
    };
  }, [reader, path, sizeBytes, href]);
  return state;
}

/** A worker has an address of its own, so it needs the absolute one of the file. */
export function toOpenRequest({ href, ...file }: PreviewFile): OpenRequest {
  return { ...file, url: new URL(href, location.href).href };
}

export function codeOf(error: unknown): ProblemCode {
  return error instanceof PreviewProblem ? error.code : "damaged";
}
