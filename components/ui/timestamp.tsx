import { RelativeTime } from "./relative-time";

/** A point in time, relative to now. The browser keeps it up to date. */
export function Timestamp({ at }: { at: Date }) {
  return <RelativeTime at={at.toISOString()} now={new Date().toISOString()} />;
}
