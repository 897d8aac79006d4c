/** A server-sent event, as server/http/event-stream.ts sends it. */
export interface StreamEvent {
  name: string;
  data: unknown;
  /** The cursor from which a later connection continues; "" if the event has none. */
  id: string;
}

interface Handlers {
  onEvent: (event: StreamEvent) => void;
  /** Receives how long the server asks browsers to wait before they connect again. */
  onRetry: (ms: number) => void;
}

/** Returns a function that receives the text of an event stream in chunks of any size (HTML, section 9.2). */
export function createEventParser({ onEvent, onRetry }: Handlers): (text: string) => void {
  let rest = "";
  return (text) => {
    rest += text;
    let start = 0;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n", start)) {
      const fields = readFields(rest.slice(start, end));
      start = end + 2;
      if (fields.retry) onRetry(Number(fields.retry));
      if (fields.event) onEvent({ name: fields.event, data: JSON.parse(fields.data ?? "null"), id: fields.id ?? "" });
    }
    rest = rest.slice(start);
  };
}

function readFields(block: string): Partial<Record<string, string>> {
  return Object.fromEntries(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
}
