import { type HtmlTable, readHtmlTable } from "./html-table";
import { countPixels, PIXELS_MAX } from "./image-pixels";
import { PreviewProblem } from "./problem";
import { type RangedFile, readAll } from "./ranged-file";

export type NotebookOutput =
  | { kind: "text" | "error"; text: string }
  | { kind: "markdown"; text: string }
  | { kind: "image"; src: string }
  | { kind: "table"; table: HtmlTable };

export interface NotebookCell {
  kind: "code" | "markdown" | "raw";
  source: string;
  /** The number that Jupyter shows next to a cell that has been run. */
  executionCount: number | null;
  outputs: NotebookOutput[];
  /** The pictures of a Markdown cell by name, as data URLs. */
  attachments: Record<string, string>;
}

export interface Notebook {
  /** The ending of a source file in its language, such as ".py". */
  extension: string;
  cells: NotebookCell[];
  /** The notebook has further cells, which are not in `cells`. */
  hasMore: boolean;
}

const FILE_BYTES_MAX = 32 * 1024 * 1024;
const CELLS_MAX = 1_000;
const OUTPUTS_MAX = 50;
const TEXT_CHARACTERS_MAX = 100_000;

/** The cells of a Jupyter notebook (nbformat 4), reduced to what the page draws. HTML and scripts are left out. */
export async function readNotebook(file: RangedFile): Promise<Notebook> {
  const notebook = asRecord(parseJson(await readAll(file, FILE_BYTES_MAX)));
  if (!Array.isArray(notebook.cells)) {
    throw new PreviewProblem(Array.isArray(notebook.worksheets) ? "unsupported" : "damaged");
  }
  const language = asRecord(asRecord(notebook.metadata).language_info);
  const extension = typeof language.file_extension === "string" ? language.file_extension : "";
  return {
    extension: /^\.[A-Za-z]{1,8}$/.test(extension) ? extension : ".py",
    cells: notebook.cells.slice(0, CELLS_MAX).map(toCell),
    hasMore: notebook.cells.length > CELLS_MAX,
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new PreviewProblem("damaged", { cause });
  }
}

function toCell(value: unknown): NotebookCell {
  const cell = asRecord(value);
  const kind = cell.cell_type === "code" || cell.cell_type === "markdown" ? cell.cell_type : "raw";
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.slice(0, OUTPUTS_MAX) : [];
  return {
    kind,
    source: toText(cell.source),
    executionCount: typeof cell.execution_count === "number" ? cell.execution_count : null,
    outputs: outputs.flatMap((output) => toOutput(asRecord(output)) ?? []),
    attachments: readAttachments(asRecord(cell.attachments)),
  };
}

function toOutput(output: Record<string, unknown>): NotebookOutput | null {
  if (output.output_type === "stream")
    return { kind: output.name === "stderr" ? "error" : "text", text: toText(output.text) };
  if (output.output_type === "error") {
    const traceback = Array.isArray(output.traceback) ? output.traceback.filter(isString).join("\n") : "";
    return { kind: "error", text: cut(traceback || `${toText(output.ename)}: ${toText(output.evalue)}`) };
  }
  return readData(asRecord(output.data));
}

/** The representation of a result that shows most and is safe. */
function readData(data: Record<string, unknown>): NotebookOutput | null {
  const src = readImage(data);
  if (src) return { kind: "image", src };
  const table = "text/html" in data ? readHtmlTable(toText(data["text/html"])) : null;
  if (table) return { kind: "table", table };
  if ("text/markdown" in data) return { kind: "markdown", text: toText(data["text/markdown"]) };
  if ("text/plain" in data) return { kind: "text", text: toText(data["text/plain"]) };
  const [first] = Object.values(data);
  return first === undefined ? null : { kind: "text", text: toText(first) };
}

const imageTypes = ["image/png", "image/jpeg", "image/gif"];

/** An image as a data URL. An SVG in an `img` element runs no scripts and loads nothing. */
function readImage(data: Record<string, unknown>): string | null {
  for (const type of imageTypes) {
    const base64 = joinText(data[type]).replace(/\s/g, "");
    if (base64 !== "" && hasFewPixels(base64)) return `data:${type};base64,${base64}`;
  }
  const svg = joinText(data["image/svg+xml"]);
  return svg === "" ? null : `data:image/svg+xml,${encodeURIComponent(svg.replace(/\p{Cs}/gu, ""))}`;
}

/** Enough for the header of an image, with the metadata of a camera. A multiple of four characters. */
const HEADER_CHARACTERS = 256 * 1024;

/** A picture of a few kilobytes can have a billion pixels. */
function hasFewPixels(base64: string): boolean {
  try {
    const pixels = countPixels(
      Uint8Array.from(atob(base64.slice(0, HEADER_CHARACTERS)), (character) => character.charCodeAt(0)),
    );
    return pixels !== null && pixels <= PIXELS_MAX;
  } catch {
    return false;
  }
}

function readAttachments(attachments: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attachments).flatMap(([name, data]) => {
      const src = readImage(asRecord(data));
      return src ? [[name, src]] : [];
    }),
  );
}

/** A text, which a notebook stores in one part or as a list of lines. */
function joinText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter(isString).join("") : "";
}

function toText(value: unknown): string {
  return cut(joinText(value));
}

function cut(text: string): string {
  return text.length > TEXT_CHARACTERS_MAX ? `${text.slice(0, TEXT_CHARACTERS_MAX)}…` : text;
}

const isString = (value: unknown) => typeof value === "string";

function asRecord(value: unknown): Record<string, unknown> {
  // Any object can be read by names; each value is checked where it is used.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
