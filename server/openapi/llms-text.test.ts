import { expect, test } from "vitest";
import { operations } from "@/server/api/operations";
import { llmsText } from "./llms-text";

test("llmsText names addresses that exist", () => {
  const origin = "https://wooey.example";
  const text = llmsText({ origin, siteName: "Lab", acceptsKeys: true });
  const mentioned = [...text.matchAll(/https:\/\/wooey\.example(\/api\/v2[^?\s"`]*)/g)].map(([, path = ""]) => path);
  expect(mentioned.length).toBeGreaterThan(4);
  const paths = operations.map(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/g, "[A-Z]+")}$`));
  expect(mentioned.filter((path) => !paths.some((known) => known.test(path)))).toEqual([]);
});

test("llmsText says how API keys are enabled where they are not accepted", () => {
  const texts = [true, false].map((acceptsKeys) =>
    llmsText({ origin: "https://wooey.example", siteName: "Lab", acceptsKeys }),
  );
  expect(texts.map((text) => text.includes("WOOEY_ENABLE_API_KEYS=true"))).toEqual([false, true]);
  expect(texts.map((text) => text.includes("/api/v2/device"))).toEqual([true, false]);
});
