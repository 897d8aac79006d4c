import type { FileKind } from "@/db/schema/jobs";
import { isPlotlyFigure, PLOTLY_MEDIA_TYPE } from "./plotly-figure";
import { findEncoding, isUtf8, markBytes } from "./text-encoding";

/** How a file is shown, and the media type with which it is sent. */
export interface DetectedKind {
  kind: FileKind;
  mediaType: string;
}

type Signature = [kind: FileKind, mediaType: string, offset: number, magic: string];

// From the specifications of the formats; latin1 text, so that each character is one byte.
const signatures: Signature[] = [
  ["image", "image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image", "image/jpeg", 0, "\xff\xd8\xff"],
  ["image", "image/gif", 0, "GIF8"],
  ["image", "image/webp", 8, "WEBP"],
  ["image", "image/bmp", 0, "BM"],
  ["image", "image/tiff", 0, "II*\0"],
  ["image", "image/tiff", 0, "MM\0*"],
  ["image", "image/avif", 4, "ftypavif"],
  ["image", "image/x-icon", 0, "\0\0\x01\0"],
  ["pdf", "application/pdf", 0, "%PDF-"],
  ["audio", "audio/wav", 8, "WAVE"],
  ["audio", "audio/flac", 0, "fLaC"],
  ["audio", "audio/mpeg", 0, "ID3"],
  ["audio", "audio/ogg", 28, "\x01vorbis"],
  ["audio", "audio/ogg", 28, "OpusHead"],
  ["audio", "audio/mp4", 4, "ftypM4A"],
  ["video", "video/ogg", 0, "OggS"],
  ["video", "video/webm", 0, "\x1a\x45\xdf\xa3"],
  ["video", "video/x-msvideo", 8, "AVI "],
  ["video", "video/quicktime", 4, "ftypqt"],
  ["video", "video/mp4", 4, "ftyp"],
  ["archive", "application/zip", 0, "PK\x03\x04"],
  ["archive", "application/gzip", 0, "\x1f\x8b"],
  ["archive", "application/x-bzip2", 0, "BZh"],
  ["archive", "application/x-xz", 0, "\xfd7zXZ\0"],
  ["archive", "application/zstd", 0, "\x28\xb5\x2f\xfd"],
  ["archive", "application/x-7z-compressed", 0, "7z\xbc\xaf\x27\x1c"],
  ["archive", "application/x-tar", 257, "ustar"],
];

/** Formats that are zip files, and binary ones without a signature. */
const binaryByExtension = new Map<string, DetectedKind>(
  Object.entries({
    docx: {
      kind: "other",
      mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    },
    xlsx: { kind: "other", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    pptx: {
      kind: "other",
      mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    },
    odt: { kind: "other", mediaType: "application/vnd.oasis.opendocument.text" },
    ods: { kind: "other", mediaType: "application/vnd.oasis.opendocument.spreadsheet" },
    epub: { kind: "other", mediaType: "application/epub+zip" },
    jar: { kind: "other", mediaType: "application/java-archive" },
    whl: { kind: "archive", mediaType: "application/zip" },
    npz: { kind: "other", mediaType: "application/octet-stream" },
    mp3: { kind: "audio", mediaType: "audio/mpeg" },
  }),
);

const textByExtension = new Map<string, DetectedKind>(
  Object.entries({
    csv: { kind: "table", mediaType: "text/csv" },
    tsv: { kind: "table", mediaType: "text/tab-separated-values" },
    tab: { kind: "table", mediaType: "text/tab-separated-values" },
    fasta: { kind: "fasta", mediaType: "text/x-fasta" },
    fa: { kind: "fasta", mediaType: "text/x-fasta" },
    fna: { kind: "fasta", mediaType: "text/x-fasta" },
    faa: { kind: "fasta", mediaType: "text/x-fasta" },
    ffn: { kind: "fasta", mediaType: "text/x-fasta" },
    md: { kind: "markdown", mediaType: "text/markdown" },
    markdown: { kind: "markdown", mediaType: "text/markdown" },
    json: { kind: "json", mediaType: "application/json" },
    geojson: { kind: "json", mediaType: "application/geo+json" },
    html: { kind: "html", mediaType: "text/html" },
    htm: { kind: "html", mediaType: "text/html" },
    svg: { kind: "svg", mediaType: "image/svg+xml" },
    xml: { kind: "text", mediaType: "application/xml" },
    yaml: { kind: "text", mediaType: "application/yaml" },
    yml: { kind: "text", mediaType: "application/yaml" },
    css: { kind: "text", mediaType: "text/css" },
    js: { kind: "text", mediaType: "text/javascript" },
    py: { kind: "text", mediaType: "text/x-python" },
  }),
);

const plain: DetectedKind = { kind: "text", mediaType: "text/plain" };
const plotly: DetectedKind = { kind: "json", mediaType: PLOTLY_MEDIA_TYPE };
const unknown: DetectedKind = { kind: "other", mediaType: "application/octet-stream" };

/**
 * The kind of a file, from its first bytes (4 KB are plenty) and its name. A signature counts first; among texts the
 * extension decides, and if it says nothing, the content. Text has no control characters.
 */
export function detectKind(path: string, head: Buffer): DetectedKind {
  const extension = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const signed = findSignature(head);
  if (signed) return (signed.kind === "archive" && binaryByExtension.get(extension)) || signed;
  const wide = readWideText(head);
  if (wide) return detectKind(path, wide);
  if (!isText(head)) return binaryByExtension.get(extension) ?? unknown;
  const byName = textByExtension.get(extension);
  // The name may be wrong: a table viewer must not receive JSON, nor an XML parser prose.
  if (byName?.kind === "json") return isPlotlyFigure(head.toString("latin1")) ? plotly : byName;
  if (byName && (byName.kind !== "svg" || /<svg[\s>]/i.test(head.toString("latin1")))) return byName;
  return byName ? plain : readText(head);
}

function findSignature(head: Buffer): DetectedKind | null {
  const text = head.subarray(0, 300).toString("latin1");
  const found = signatures.find(([, , offset, magic]) => text.startsWith(magic, offset));
  if (!found) return null;
  const [kind, mediaType, , magic] = found;
  // Two letters prove nothing: a text may well start with them.
  if (magic.length < 3 && isText(head)) return null;
  if ((magic === "WEBP" || magic === "WAVE" || magic === "AVI ") && !text.startsWith("RIFF")) return null;
  return { kind, mediaType };
}

/** A text in UTF-16 with a byte order mark, in UTF-8; null if it is something else. Spreadsheets write such tables. */
function readWideText(head: Buffer): Buffer | null {
  const encoding = findEncoding(head);
  if (markBytes(head) !== 2 || (encoding !== "utf-16le" && encoding !== "utf-16be")) return null;
  const text = new TextDecoder(encoding).decode(head.subarray(2, head.length - (head.length % 2)));
  return text.includes("\0") ? null : Buffer.from(text);
}

/** Backspace, tab, line feed, form feed, carriage return, escape. */
const textControls = new Set([8, 9, 10, 12, 13, 27]);

/** UTF-8, or an older encoding of a Latin alphabet: few bytes beyond ASCII. */
function isText(head: Buffer): boolean {
  if (head.some((byte) => byte < 32 && !textControls.has(byte))) return false;
  return isUtf8(head) || head.filter((byte) => byte > 127).length < head.length * 0.15;
}

function readText(head: Buffer): DetectedKind {
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (/^<!doctype html|^<html[\s>]/i.test(text)) return { kind: "html", mediaType: "text/html" };
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(text)) {
    return { kind: "svg", mediaType: "image/svg+xml" };
  }
  if (isFasta(text)) return { kind: "fasta", mediaType: "text/x-fasta" };
  if (/^[[{]/.test(text) && isJson(text, head.length)) return { kind: "json", mediaType: "application/json" };
  if (isTable(text, "\t")) return { kind: "table", mediaType: "text/tab-separated-values" };
  if (isTable(text, ",")) return { kind: "table", mediaType: "text/csv" };
  return plain;
}

/** As in Wooey: the first line that is neither empty nor a comment (`;`) starts with `>`, and letters follow. */
function isFasta(text: string): boolean {
  const [first, second] = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith(";"));
  return first?.startsWith(">") === true && /^[A-Za-z*.-]+\s*$/.test(second ?? "");
}

/** Checks all of a short document; for one that was cut off, only its start can be checked. */
function isJson(text: string, length: number): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return length >= 1024 && /^[[{]\s*(["[{\]}]|-?\d|true|false|null)/.test(text);
  }
}

/** At least two lines, each with the same number of separators, at least one. */
function isTable(text: string, separator: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line !== "")
    .slice(0, 20);
  const counts = new Set(lines.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length));
  const [count] = counts;
  return lines.length >= 2 && counts.size === 1 && (count ?? 0) >= (separator === "," ? 3 : 2);
}
