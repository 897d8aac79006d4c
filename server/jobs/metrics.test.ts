import { describe, expect, test } from "vitest";
import { mergeMetrics, parseMetricLine, parseMetricsFile } from "./metrics";

describe("parseMetricLine", () => {
  test.each([
    ["::metric accuracy=0.93", { name: "accuracy", value: 0.93 }],
    ["::metric val loss = 1e-4\r", { name: "val loss", value: 0.0001 }],
    ["::metric genome=hg38=x", { name: "genome", value: "hg38=x" }],
    ["::metric share=93.5%", { name: "share", value: "93.5%" }],
    ["::metric big=1e999", { name: "big", value: "1e999" }],
    ["::metric a,b=1", { name: "a b", value: 1 }],
    ["::metric \u202Eevil\u0007=1", { name: "evil", value: 1 }],
    [`::metric long=${"x".repeat(500)}`, { name: "long", value: "x".repeat(100) }],
    [`::metric ${"n".repeat(61)}=1`, null],
    ["::metric =1", null],
    ["::metric empty=", null],
    ["::metric nothing", null],
    [" ::metric a=1", null],
    ["::metrics a=1", null],
  ])("reads %j", (line, metric) => {
    expect(parseMetricLine(line)).toEqual(metric);
  });
});

describe("parseMetricsFile", () => {
  test("reads an object, with objects in it, and a list of entries", () => {
    expect(parseMetricsFile('{"train": {"loss": 0.1, "list": [1]}, "ok": true, "none": null}')).toEqual([
      { name: "train.loss", value: 0.1 },
      { name: "ok", value: "true" },
    ]);
    expect(parseMetricsFile('[{"name": "a", "value": 2}, {"name": "b"}, 3]')).toEqual([{ name: "a", value: 2 }]);
  });

  test.each(["", "{", "3", '"text"', "null", "[]"])("finds nothing in %j", (text) => {
    expect(parseMetricsFile(text)).toEqual([]);
  });

  test("is bounded, whatever the file contains", () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`m${n}`, n]));
    expect(parseMetricsFile(JSON.stringify(many))).toHaveLength(50);
    expect(parseMetricsFile(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`)).toEqual([]);
    expect(parseMetricsFile('{"__proto__": {"x": 1}, "constructor": 2}')).toEqual([
      { name: "__proto__.x", value: 1 },
      { name: "constructor", value: 2 },
    ]);
  });
});

test("of several values for a name the last one counts, and the first place", () => {
  const merged = mergeMetrics(
    [{ name: "a", value: 1 }],
    [
      { name: "b", value: 2 },
      { name: "a", value: "x" },
    ],
  );
  expect(merged).toEqual([
    { name: "a", value: "x" },
    { name: "b", value: 2 },
  ]);
});
