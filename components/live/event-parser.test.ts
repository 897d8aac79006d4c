import { expect, test } from "vitest";
import { createEventParser, type StreamEvent } from "./event-parser";

const stream =
  'retry: 1500\n\nid: 1:8::0\nevent: output\ndata: {"text":"a\\n\\nb"}\n\n: heartbeat\n\nevent: end\ndata: null\n\n';

test.each([1, 2, 7, 1000])("events are complete, however the text was split (%i characters at a time)", (size) => {
  const events: StreamEvent[] = [];
  const delays: number[] = [];
  const parse = createEventParser({ onEvent: (event) => events.push(event), onRetry: (ms) => delays.push(ms) });
  for (let at = 0; at < stream.length; at += size) parse(stream.slice(at, at + size));
  expect(delays).toEqual([1500]);
  expect(events).toEqual([
    { name: "output", data: { text: "a\n\nb" }, id: "1:8::0" },
    { name: "end", data: null, id: "" },
  ]);
});
