import { RelativeTime } from "./relative-time";

/** A moment of the past, written by the server and kept true by the browser. */
export function Timestamp({ at }: { at: Date }) {
  return <RelativeTime at={at.toISOString()} now={new Date().toISOString()} />;
}
