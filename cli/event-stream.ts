/** One event of a text/event-stream (HTML, 9.2.6). */
export interface StreamEvent {
  event: string;
  data: string;
  /** The id of the last event that had one: where to continue after the connection was lost. */
  id: string;
}

/** The events in the parts of an event stream. An event that the end cuts off is dropped, as the standard says. */
export async function* readEvents(parts: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  for await (const part of parts) {
    text += decoder.decode(part, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) yield { event: event || "message", data: data.join("\n"), id };
        event = "";
        data = [];
        continue;
      }
      const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (name === "data") data.push(value);
      else if (name === "event") event = value;
      else if (name === "id" && !value.includes("\0")) id = value;
    }
  }
}
