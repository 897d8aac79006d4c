import { expect, test } from "vitest";
import { aParameter, aSpec } from "@/db/testing/factories";
import { nameGiver } from "./named-files";

const output = { widget: "output-file" as const };

test("tells which parameter named a file, by its value or its default, and what lies in a folder it named", () => {
  const spec = aSpec([
    aParameter("out", { ...output }),
    aParameter("log", { default: "run.log", ...output }),
    aParameter("plots", { ...output }),
    aParameter("title"),
  ]);
  const namedBy = nameGiver(spec, { out: "./results/table.csv", plots: "/job/plots", title: "other.txt" }, "/job");
  const files = ["results/table.csv", "results/more.csv", "run.log", "plots/a/b.png", "other.txt"];
  expect(files.map(namedBy)).toEqual(["out", null, "log", "plots", null]);
});

test("names nothing outside of the folder, nor the folder itself", () => {
  const spec = aSpec([aParameter("out", { ...output })]);
  for (const out of ["../up.csv", "/etc/passwd", ".", "-"])
    expect(nameGiver(spec, { out }, "/job")("up.csv")).toBeNull();
});
