"use client";

import { useEffect, useRef } from "react";
import { TableTools } from "./table-tools";
import { PreviewClient } from "./worker/preview-client";
import { type PreviewFile, toOpenRequest } from "./worker/use-preview";

/** The statistics and the plot of a CSV or TSV file, whose rows the server reads. A worker reads it for them. */
export function DelimitedTools({ file, name }: { file: PreviewFile; name: string }) {
  const client = useRef<PreviewClient | null>(null);
  useEffect(() => () => client.current?.end(), []);
  return (
    <TableTools
      name={name}
      summarize={async (onProgress) => {
        client.current?.end();
        const opened = new PreviewClient();
        client.current = opened;
        await opened.call("open", toOpenRequest(file));
        return opened.call("summarize", { table: 0 }, onProgress);
      }}
    />
  );
}
