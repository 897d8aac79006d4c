import { expect, test } from "vitest";
import { aParameter, aSpec } from "@/db/testing/factories";
import { findFileParameters } from "./file-parameters";

const output = { widget: "output-file" as const };

test("finds the parameter of a file by its value or default, and the parameter of the files in a folder", () => {
  const spec = aSpec([
    aParameter("out", { ...output }),
    aParameter("log", { default: "run.log", ...output }),
    aParameter("plots", { ...output }),
    aParameter("title"),
  ]);
  const parameterOf = findFileParameters(
    spec,
    { out: "./results/table.csv", plots: "/job/plots", title: "other.txt" },
    "/job",
  );
  const files = ["results/table.csv", "results/more.csv", "run.log", "plots/a/b.png", "other.txt"];
  expect(files.map(parameterOf)).toEqual(["out", null, "log", "plots", null]);
});

test("finds neither files outside of the folder nor the folder itself", () => {
  const spec = aSpec([aParameter("out", { ...output })]);
  for (const out of ["../up.csv", "/etc/passwd", ".", "-"])
    expect(findFileParameters(spec, { out }, "/job")("up.csv")).toBeNull();
});
