import { t } from "@/server/language/text";
import { Disclosure } from "./disclosure";

/** The maximum number of entries shown of a list or an object. Further ones are only counted. */
const entriesMax = 200;
/** The maximum depth of the tree. Deeper values are shown as text. */
const depthMax = 12;
/** Values above this depth are expanded initially. */
const openDepth = 2;

/** JSON as a collapsible tree that works without JavaScript. */
export function JsonTree({ value, name, depth = 0 }: { value: unknown; name?: string; depth?: number }) {
  if (typeof value !== "object" || value === null || depth >= depthMax) return <Leaf name={name} value={value} />;
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return <Leaf name={name} value={value} />;
  return (
    <Disclosure
      dense
      open={depth < openDepth}
      summary={
        <span className="font-mono text-13 font-normal">
          <Name name={name} />
          {open} <span className="text-faint">{entries.length}</span> {close}
        </span>
      }
    >
      <div className="ml-2 border-l border-line pl-2">
        {entries.slice(0, entriesMax).map(([key, child]) => (
          <JsonTree key={key} name={key} value={child} depth={depth + 1} />
        ))}
        {entries.length > entriesMax ? (
          <p className="text-13 text-faint">{t("… {count} more", { count: entries.length - entriesMax })}</p>
        ) : null}
      </div>
    </Disclosure>
  );
}

function Leaf({ name, value }: { name: string | undefined; value: unknown }) {
  return (
    <div className="pl-5.5 font-mono text-13 break-words">
      <Name name={name} />
      <bdi className={valueClass(value)}>{toText(value)}</bdi>
    </div>
  );
}

/** A value as JSON text, or "…" if it is nested so deeply that this overflows the stack. */
function toText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "…";
  }
}

function valueClass(value: unknown): string {
  if (typeof value === "string") return "text-ansi-green";
  return typeof value === "number" ? "text-ansi-blue" : "text-ansi-magenta";
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : (
    <>
      <bdi>{name}</bdi>
      <span className="text-faint">: </span>
    </>
  );
}
