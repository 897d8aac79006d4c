import type { Locator, Page } from "@playwright/test";
import { wooey } from "./command-line";
import { expect, expectAccessible, signIn, test } from "./fixtures";

test.beforeAll(() => wooey("script", "add", "e2e/scripts/previews.py", "--name", "Previews"));
test.beforeAll(() => wooey("script", "add", "e2e/scripts/kinds.py", "--name", "Kinds"));

async function runPreviews(page: Page): Promise<void> {
  await page.goto("/scripts/previews/");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
}

test("a table loads more rows and is sorted in place @phone", async ({ page }) => {
  await runPreviews(page);
  const table = page.getByRole("region", { name: "First rows of table.csv" });
  await expect(table.getByRole("row")).toHaveCount(201);
  await page.getByRole("button", { name: "More rows" }).click();
  await expect(table.getByRole("row")).toHaveCount(401);
  await table.getByRole("button", { name: "reads" }).click();
  await expect(table.getByRole("columnheader", { name: "reads" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("button", { name: "reads" }).click();
  await expect(table.getByRole("columnheader", { name: "reads" })).toHaveAttribute("aria-sort", "descending");
  const reads = await table.locator("tbody tr td:nth-child(2)").allTextContents();
  expect(reads.map(Number)).toEqual(reads.map(Number).toSorted((a, b) => b - a));
});

test("pictures open large, and the arrow keys move between them", async ({ page }) => {
  await runPreviews(page);
  await page.getByRole("button", { name: "Enlarge a.png" }).click();
  await expect(page.getByRole("dialog", { name: "a.png" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("dialog", { name: "b.png" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("JSON is a tree, source is coloured, a PDF shows its pages", async ({ page }) => {
  await runPreviews(page);
  await expect(page.getByRole("region", { name: "Start of data.json" })).toContainText('name: "run"');
  await expect(page.locator(".hljs-keyword").first()).toHaveText("import");
  const pdf = page.getByRole("listitem").filter({ hasText: "report.pdf" });
  await pdf.scrollIntoViewIfNeeded();
  await expect(pdf.locator("canvas")).toBeVisible();
  await pdf.getByRole("button", { name: "Next" }).click();
  await expect(pdf.getByText("2 of 2")).toBeVisible();
});

/** Runs the script that writes the samples of a folder, and returns the preview of a file. */
async function runKinds(page: Page, folder: string): Promise<(file: string) => Locator> {
  await page.goto("/scripts/kinds/");
  await page.getByLabel("Folder").selectOption(folder);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText("Completed").first()).toBeVisible();
  return (file) => page.getByRole("listitem").filter({ hasText: `${folder}/${file}` });
}

async function expectCells(preview: Locator, cells: string[]): Promise<void> {
  await preview.scrollIntoViewIfNeeded();
  for (const name of cells) await expect(preview.getByRole("cell", { name, exact: true }).first()).toBeVisible();
}

test("tables of all formats are read, with statistics and a plot", async ({ page }) => {
  const previewOf = await runKinds(page, "tables");
  await expectCells(previewOf("decimal-comma.csv"), ["S0001", "0,143"]);
  await expectCells(previewOf("wide.csv"), ["mü"]);
  await expectCells(previewOf("packed.tsv.gz"), ["1", "2"]);
  await expectCells(previewOf("calls.vcf"), ["rs6054257", "0|0"]);
  await expectCells(previewOf("peaks.bed"), ["127471196"]);
  await expectCells(previewOf("genes.gff3"), ['ID=gene00001;Name="EDEN"']);
  await expectCells(previewOf("reads.sam"), ["TTAGATAA", "NM:i:1"]);
  await expectCells(previewOf("book.xlsx"), ["BRCA2", "42"]);
  await previewOf("book.xlsx").getByRole("button", { name: "Notes" }).click();
  await expect(previewOf("book.xlsx").getByRole("columnheader", { name: "remark" })).toBeVisible();

  const parquet = previewOf("columns.parquet");
  await expectCells(parquet, ["S6", "36"]);
  await expect(parquet.getByText("200 of 300 shown")).toBeVisible();
  await parquet.getByRole("button", { name: "More rows" }).click();
  await expect(parquet.getByText("300 shown")).toBeVisible();
  await parquet.getByRole("button", { name: "Column statistics and plot" }).click();
  const depth = parquet.getByRole("region", { name: /^Columns of/ }).getByRole("row", { name: "depth" });
  await expect(depth).toContainText("Number");
  const plot = parquet.getByRole("region", { name: /^Plot of/ });
  await plot.getByLabel("Vertical axis").selectOption("depth");
  await plot.getByLabel("Color").selectOption("sample");
  await expect(plot.getByRole("img", { name: "Mean of depth by sample" })).toBeVisible();
  const download = page.waitForEvent("download");
  await plot.getByRole("button", { name: "Save as PNG" }).click();
  expect((await download).suggestedFilename()).toBe("columns.png");

  const table = previewOf("decimal-comma.csv");
  await table.getByRole("button", { name: "Column statistics and plot" }).click();
  const size = table.getByRole("region", { name: /^Columns of/ }).getByRole("row", { name: "Größe" });
  await expect(size).toContainText("214.214");
  await expectAccessible(page);
});

test("notebooks, archives and documents with pictures are shown", async ({ page }) => {
  const previewOf = await runKinds(page, "report");
  const notebook = previewOf("analysis.ipynb");
  await notebook.scrollIntoViewIfNeeded();
  await expect(notebook.getByRole("heading", { name: "Analysis" })).toBeVisible();
  await expect(notebook.locator(".hljs-keyword").first()).toHaveText("import");
  await expect(notebook.locator(".text-ansi-green")).toHaveText("done");
  await expect(notebook.getByRole("columnheader", { name: "a", exact: true })).toBeVisible();
  await expect(notebook.getByRole("img", { name: "Picture in the output" })).toHaveJSProperty("naturalWidth", 60);
  await expect(notebook.getByText("ValueError: bad")).toBeVisible();
  await expectCells(previewOf("all.zip"), ["folder/inside.txt"]);
  await expectCells(previewOf("all.tar.gz"), ["folder/deep.txt"]);
  const summary = previewOf("summary.md");
  await expect(summary.getByRole("img", { name: "The heat map" })).toHaveJSProperty("naturalWidth", 60);
  await expect(summary.getByText("[Elsewhere]")).toBeVisible();
  await expect(summary.getByRole("checkbox", { name: "Done" })).toHaveCount(2);
  await expect(previewOf("config.toml").locator(".hljs-comment")).toHaveText("# of the run");
  await expect(previewOf("config.yaml").locator(".hljs-comment")).toHaveText("# of the run");
  await expect(previewOf("change.patch").locator(".hljs-addition")).toHaveText("+new");
  await expectAccessible(page);
  await previewOf("figure.json").getByRole("link", { name: "Open report" }).click();
  const figure = page.frameLocator('iframe[title="report/figure.json"]').frameLocator("iframe");
  await expect(figure.locator(".gtitle")).toHaveText("Depth");
});

test("hostile files end with a message, and run nothing", async ({ page }) => {
  const previewOf = await runKinds(page, "hostile");
  const title = await page.title();
  for (const [file, message] of [
    ["corner.xlsx", "unpacks to more data"],
    ["bomb.xlsx", "unpacks to more data"],
    ["lying.parquet", "is damaged"],
    ["endless.vcf", "has a line that is too long"],
    ["broken.zip", "is damaged"],
    ["broken.tar.gz", "is damaged"],
    ["broken.ipynb", "is damaged"],
  ] as const) {
    await previewOf(file).scrollIntoViewIfNeeded();
    await expect(previewOf(file).getByRole("alert")).toContainText(message);
  }
  await previewOf("script.ipynb").scrollIntoViewIfNeeded();
  await expect(previewOf("script.ipynb").getByText("too many pixels")).toBeVisible();
  await expect(previewOf("script.ipynb").locator("script, [onerror], a[href^=javascript]")).toHaveCount(0);
  expect(await page.title()).toBe(title);
});

test("lists and the navigation bar are updated for a job from another tab", async ({ page, context }) => {
  // A user without other jobs: the navigation bar counts those that are running.
  const person = { username: `tabs${Date.now()}`, password: "a long enough one" };
  await wooey("user", "create", person.username, "--password", person.password);
  await signIn(page, person);
  await page.goto("/jobs/");
  const other = await context.newPage();
  await other.goto("/scripts/progress/");
  await other.getByLabel("Steps").fill("200");
  await other.getByLabel("Job name").fill("Seen from afar");
  await other.getByRole("button", { name: "Run", exact: true }).click();
  await expect(other.getByText("Running").first()).toBeVisible();
  await page.bringToFront();
  const row = page.getByRole("row").filter({ hasText: "Seen from afar" }).first();
  await expect(row).toContainText("Running");
  await expect(page.getByRole("link", { name: /1 running/ })).toBeVisible();
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(row).toContainText("Stopped");
  await expect(page.getByRole("link", { name: /running/ })).toHaveCount(0);
});
