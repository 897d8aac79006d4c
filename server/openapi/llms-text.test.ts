import { expect, test } from "vitest";
import { operations } from "@/server/api/operations";
import { llmsText } from "./llms-text";

test("llmsText names addresses that exist", () => {
  const origin = "https://wooey.example";
  const text = llmsText({ origin, siteName: "Lab" });
  const mentioned = [...text.matchAll(/https:\/\/wooey\.example(\/api\/v2[^?\s"`]*)/g)].map(([, path = ""]) => path);
  expect(mentioned.length).toBeGreaterThan(4);
  const paths = operations.map(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/g, "[A-Z]+")}$`));
  expect(mentioned.filter((path) => !paths.some((known) => known.test(path)))).toEqual([]);
});
