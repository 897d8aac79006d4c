import fs from "node:fs";
import path from "node:path";
import type { CDPSession, Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";

const MB = 1_000_000;
const SIZE = 120 * MB;
const source = `import argparse, os
parser = argparse.ArgumentParser(description="Tells the size of a file.")
parser.add_argument("data", type=argparse.FileType("rb"))
args = parser.parse_args()
print("size", os.fstat(args.data.fileno()).st_size)
`;

/** Limits what the page sends, in bytes per second; -1 for no limit. */
function limitUploads(cdp: CDPSession, uploadThroughput: number) {
  const unlimited = { offline: false, latency: 0, downloadThroughput: -1 };
  return cdp.send("Network.emulateNetworkConditions", { ...unlimited, uploadThroughput });
}

const bar = (page: Page) => page.getByRole("progressbar", { name: "Upload" });
const sentBytes = async (page: Page) => Number((await bar(page).getAttribute("value")) ?? 0);
const runButton = (page: Page) => page.getByRole("button", { name: "Run", exact: true });

test("a large file: progress, cancel, leaving, a reload and a lost connection, after which it continues where it was @full", async ({
  page,
}, { outputDir }) => {
  fs.mkdirSync(outputDir, { recursive: true });
  const file = path.join(outputDir, "large.bin");
  fs.writeFileSync(file, "");
  fs.truncateSync(file, SIZE);
  await signIn(page);
  await page.goto("/scripts/new/");
  const script = { name: "filesize.py", mimeType: "text/x-python", buffer: Buffer.from(source) };
  await page.locator("input[type=file]").setInputFiles(script);
  await expect(page.getByRole("link", { name: "What Wooey found" }).first()).toBeVisible();
  await page.goto("/scripts/filesize/");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  const choose = () => page.getByLabel("Data").and(page.locator("input")).first().setInputFiles(file);

  // It shows size, speed and the time left, and Cancel discards what was sent.
  await limitUploads(cdp, 4 * MB);
  await choose();
  await runButton(page).click();
  await expect(page.getByText(/of 120 MB · .* per second · .* left/)).toBeVisible();
  await expectAccessible(page);
  const discarded = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "Cancel upload" }).click();
  await expect(bar(page)).toBeHidden();
  expect((await discarded).status()).toBe(204);
  await expect(runButton(page)).toBeVisible();

  // A link asks first. Whoever leaves learns that the upload has stopped, and is not taken to a job.
  await runButton(page).click();
  await expect.poll(() => sentBytes(page)).toBeGreaterThan(2 * MB);
  const jobsLink = page.getByRole("link", { name: "Jobs", exact: true });
  page.once("dialog", (dialog) => dialog.dismiss());
  await jobsLink.click();
  await expect(bar(page)).toBeVisible();
  page.once("dialog", (dialog) => dialog.accept());
  await jobsLink.click();
  await expect(page).toHaveURL(/\/jobs\/?$/);
  await expect(page.getByText("The upload stopped because you left the page.")).toBeVisible();

  // After a reload the same file continues where it was, here as soon as the connection is back.
  await page.goto("/scripts/filesize/");
  await expect(page.getByText("Choose these files again: large.bin")).toBeVisible();
  await choose();
  await limitUploads(cdp, -1);
  const upload = /\/uploads\/[0-9a-f-]{36}$/;
  await page.route(upload, (route) => route.abort());
  await runButton(page).click();
  await expect(page.getByText("The connection was lost. Trying to continue the upload …")).toBeVisible();
  await expectAccessible(page);
  const head = page.waitForResponse((response) => response.request().method() === "HEAD");
  await page.unroute(upload);
  expect(Number(await (await head).headerValue("upload-offset"))).toBeGreaterThan(2 * MB);
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await expect(page.getByRole("log")).toContainText(`size ${SIZE}`);
});
