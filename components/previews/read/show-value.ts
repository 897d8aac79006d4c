import { cutCell } from "@/server/files/table-text";

/** How many bytes of a binary value are shown. */
const BYTES_MAX = 16;

/** A value of a typed table as the text of a cell. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return cutCell(value);
  if (value instanceof Date) return showDate(value);
  if (value instanceof Uint8Array) return showBytes(value);
  if (typeof value === "object") return cutCell(showObject(value));
  return String(value);
}

function showDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  return date.toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, "");
}

function showBytes(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, BYTES_MAX), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `0x${digits}${bytes.length > BYTES_MAX ? "…" : ""}`;
}

/** A list or an object as JSON; "…" if it is nested too deeply. */
function showObject(value: object): string {
  try {
    return JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === "bigint") return part.toString();
      return part instanceof Uint8Array ? showBytes(part) : part;
    });
  } catch {
    return "…";
  }
}
