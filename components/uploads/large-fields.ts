/** Fields with more than this are sent in a way that can continue after an interruption. */
const BYTES_MAX = 100_000_000;
/** A field with more files sends them in one request: each upload of its own takes two. */
const FILES_MAX = 100;

/** The fields of a form whose files are uploaded one by one before the form: the order within a field stays the same. */
export function findLargeFields(entries: [string, string | File][]): Set<string> {
  const fields = new Map<string, { bytes: number; files: number }>();
  for (const [name, value] of entries) {
    if (typeof value === "string") continue;
    const { bytes, files } = fields.get(name) ?? { bytes: 0, files: 0 };
    fields.set(name, { bytes: bytes + value.size, files: files + 1 });
  }
  const large = [...fields].filter(([, { bytes, files }]) => bytes > BYTES_MAX && files <= FILES_MAX);
  return new Set(large.map(([name]) => name));
}
