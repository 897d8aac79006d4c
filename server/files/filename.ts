const BYTES_MAX = 200;

/**
 * The name under which a file is kept, derived from the name that a browser or client gave it: the last part of a path,
 * without control characters and characters that reorder text, never empty, `.` or `..`, at most 200 bytes of UTF-8
 * with its extension kept.
 */
export function toFilename(given: string): string {
  const base = given.split(/[/\\]/).at(-1) ?? "";
  const clean = base.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "").trim();
  if (/^\.*$/.test(clean)) return "file";
  return shorten(Buffer.from(clean).toString()); // A lone surrogate becomes U+FFFD, because no file system accepts it.
}

/** `name`, with `-2`, `-3` … before its extension if it is taken. Adds the result to `taken`. */
export function uniqueFilename(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${stem}-${n}${ending}`;
  taken.add(unique);
  return unique;
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= BYTES_MAX) return name;
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? "";
  let stem = "";
  let bytes = Buffer.byteLength(ending);
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > BYTES_MAX) break;
    stem += character;
  }
  return stem + ending;
}
