"use client";

import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { scrollableAttributes } from "../ui/scrollable";
import type { ViewProps } from "./preview-kind";

/** In pixels: sharp enough to print, and small enough for the memory of a phone. */
const WIDTH_MAX = 1600;
/** A page may be a hundred times as high as it is wide, and a picture in it larger than the memory. */
const PAGE_PIXELS_MAX = 16_000_000;
const IMAGE_PIXELS_MAX = 50_000_000;

/** A PDF, page by page. The viewer is loaded when the file becomes visible. It runs no scripts of the PDF. */
export function PdfView({ src, name }: Pick<ViewProps, "src" | "name">) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [file, setFile] = useState<PDFDocumentProxy | null>(null);
  const [page, setPage] = useState(1);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let isUnmounted = false;
    let opened: PDFDocumentProxy | null = null;
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      openPdf(src).then(
        (document) => {
          opened = document;
          if (isUnmounted) void document.destroy();
          else setFile(document);
        },
        () => setFailed(true),
      );
    });
    observer.observe(element);
    return () => {
      isUnmounted = true;
      observer.disconnect();
      void opened?.destroy();
    };
  }, [src]);

  useEffect(() => {
    const target = canvas.current;
    if (!file || !target) return;
    const rendering = renderPage(file, page, target);
    rendering.catch(() => setFailed(true));
  }, [file, page]);

  const count = file?.numPages ?? 0;
  return (
    <div ref={frame} className="flex min-h-72 grow flex-col bg-sunken">
      <div
        {...scrollableAttributes}
        role="img"
        aria-label={t("{name}, page {page}", { name, page })}
        className="max-h-(--preview-height) overflow-auto p-2 focus-visible:-outline-offset-2"
      >
        {hasFailed ? (
          <p className="p-3 text-muted">{t("This file cannot be shown here. Download it instead.")}</p>
        ) : null}
        {file || hasFailed ? null : <p className="p-3 text-muted">{t("Opening…")}</p>}
        <canvas ref={canvas} className="mx-auto max-w-full bg-white" hidden={!file || hasFailed} />
      </div>
      {count > 1 ? (
        <div className="mt-auto flex items-center justify-center gap-2 border-t border-line bg-surface py-1 text-13">
          <Button size="small" variant="quiet" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t("Previous")}
          </Button>
          <span role="status" className="text-muted tabular">
            {t("{number} of {all}", { number: page, all: count })}
          </span>
          <Button size="small" variant="quiet" disabled={page >= count} onClick={() => setPage(page + 1)}>
            {t("Next")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

async function openPdf(src: string): Promise<PDFDocumentProxy> {
  const pdf = await import("pdfjs-dist");
  pdf.GlobalWorkerOptions.workerSrc = new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url).href;
  const safety = { isEvalSupported: false, enableXfa: false, maxImageSize: IMAGE_PIXELS_MAX };
  return pdf.getDocument({ url: src, disableAutoFetch: true, ...safety }).promise;
}

async function renderPage(file: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement): Promise<void> {
  const page = await file.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(2, WIDTH_MAX / width, Math.sqrt(PAGE_PIXELS_MAX / (width * height)));
  const viewport = page.getViewport({ scale });
  const context = canvas.getContext("2d");
  if (!context) return;
  [canvas.width, canvas.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  await page.render({ canvasContext: context, viewport }).promise;
}
