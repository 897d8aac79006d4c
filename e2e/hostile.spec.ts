import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser";
import { wooey } from "./command-line";
import { expect, expectAccessible, expectNoSidewaysScroll, runToCompletion, signIn, test } from "./fixtures";

test("nothing that a script writes runs in a page or breaks it @phone", async ({ page }) => {
  await wooey("script", "add", "e2e/scripts/hostile.py", "--name", "Hostile output");
  await signIn(page);
  await page.goto("/scripts/hostile-output/");
  const name = `<img src=x onerror="document.title='hacked'"> \u202Egnp.exe ${"long".repeat(50)}`;
  await page.getByLabel("Job name").fill(name);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.reload();

  const log = page.getByRole("log");
  await expect(log).toContainText("<img src=x onerror");
  await expect(log).toContainText("progress 3");
  await expect(log).not.toContainText("progress 1");
  await expect(log).toContainText("more characters (download)");
  await expect(log).toContainText("last line");
  await expect(log.getByRole("link", { name: "click" })).toHaveCount(0);
  const table = page.getByRole("region", { name: "First rows of formulas.csv" });
  await expect(table).toContainText("=1+1");
  await expect(page.getByRole("region", { name: "notes.md" }).getByText("a link")).not.toHaveAttribute(
    "href",
    /script/,
  );
  await expect(page.getByText("two\\x0alines.txt").first()).toBeVisible();
  await expect(page.getByText("evil<U+202E>txt.exe").first()).toBeVisible();
  for (const frame of await page.locator("iframe").all()) {
    await frame.scrollIntoViewIfNeeded();
    await expect(frame).toHaveAttribute("sandbox", "");
  }

  await expect(page).toHaveTitle(/^\S <img src=x.*<U\+202E>gnp/);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.goto("/jobs/");
  await expect(page.getByRole("link", { name: /gnp/ }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test("HTML and SVG of a job open in a sandbox or are saved, with a policy that prevents scripts", async ({ page }) => {
  await wooey("script", "add", "e2e/scripts/hostile.py", "--name", "Hostile files");
  await page.goto("/scripts/hostile-files/");
  await runToCompletion(page);
  const { files } = (await (await page.request.get(`${page.url()}files`)).json()) as {
    files: { id: number; path: string }[];
  };
  for (const path of ["page.html", "drawing.svg", "not-a-picture.png"]) {
    const file = files.find((each) => each.path === path);
    for (const query of ["", "?preview"]) {
      const answer = await page.request.get(`${page.url()}files/${file?.id}${query}`);
      const policy = answer.headers()["content-security-policy"] ?? "";
      expect(policy, path).toContain("sandbox");
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toContain("script-src");
      expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
      if (query === "") expect(answer.headers()["content-disposition"], path).toMatch(/^attachment|^inline/);
    }
  }
});

test("small files that would take much time or memory to show do not stop the page", async ({ page }) => {
  await wooey("script", "add", "e2e/scripts/bombs.py", "--name", "Bombs");
  await page.goto("/scripts/bombs/");
  await runToCompletion(page);
  await expect(page.getByText("This picture has 50,000 × 50,000 pixels, too many to show here.")).toBeVisible();
  await expect(page.getByRole("img", { name: "huge.png" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "emphasis.md" })).toContainText("*a*a*a");
  await expect(page.getByRole("region", { name: "quotes.md" })).toContainText(">>>>>");
  await expect(page.getByRole("region", { name: "Start of deep.json" })).toBeVisible();
});

test("a report reaches neither the network nor the pages around it, whatever it tries", async ({ baseURL }) => {
  await wooey("script", "add", "e2e/scripts/exfiltrate.py", "--name", "Exfiltration");
  const log = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "network-")), "log.json");
  // The log of the browser contains every name that it looks up and every address that it connects to.
  const browser = await chromium.launch({ ...findBrowser(), args: ["--disable-gpu", `--log-net-log=${log}`] });
  const page = await browser.newPage({ baseURL: baseURL ?? "" });
  await page.goto("/scripts/exfiltration/");
  await runToCompletion(page);
  await expect(page.locator("iframe")).toHaveCount(0);
  await page.getByRole("link", { name: "Open report" }).click();
  const report = page.frameLocator("iframe").frameLocator("iframe");
  await expect(report.getByText(/^Tried \d+ ways$/)).toBeVisible();
  expect(JSON.parse((await report.locator("#own").textContent()) ?? "")).toEqual([
    "null",
    "SecurityError",
    "SecurityError",
    "",
    "reports",
  ]);
  const address = page.url();
  // The last attempt replaces the report with the browser's page about a blocked frame.
  await expect.poll(() => page.frames().some((frame) => frame.url().startsWith("chrome-error:"))).toBe(true);
  expect([page.url(), browser.contexts().flatMap((context) => context.pages()).length]).toEqual([address, 1]);
  await browser.close();
  const reached = [...fs.readFileSync(log, "utf8").matchAll(/([\w-]+)\.exfil\.invalid/g)].map(([, name]) => name);
  expect(new Set(reached)).toEqual(new Set());
});
