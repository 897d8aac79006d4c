import { expect, expectAccessible, expectScriptsWithin, signIn, test } from "./fixtures";

test("a visitor finds the scripts by group, and searches while typing @phone", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Examples" })).toBeVisible();
  await expectAccessible(page);
  await expectScriptsWithin(page, 150);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search scripts" })).toBeFocused();
  await page.keyboard.type("translate");
  await expect(page).toHaveURL(/\?q=translate/);
  await expect(page.getByRole("link", { name: /^Protein translation ?Examples/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /Mandelbrot/ })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Search scripts" }).fill("nothing has this");
  await expect(page.getByText("No script matches all of these words")).toBeVisible();
  await page.goBack();
});

test("without JavaScript the search is a plain form", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("searchbox", { name: "Search scripts" }).fill("picture");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /Mandelbrot/ })).toBeVisible();
  await page.getByRole("link", { name: /Mandelbrot/ }).click();
  await expect(page.getByRole("region", { name: "Command line" })).toContainText("mandelbrot.py");
  await context.close();
});

test("a favourite comes first, and can be removed again", async ({ page }) => {
  await signIn(page);
  await page.goto("/");
  const star = page.getByRole("button", { name: "Mandelbrot: favourite" });
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("region", { name: "Examples" }).getByRole("link").first()).toHaveText("Mandelbrot");
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "false");
});

test("keys open pages, and the command palette finds scripts, jobs and people by some of their letters", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/scripts/mandelbrot/");
  await expect(page.getByRole("heading", { name: "Mandelbrot" })).toBeVisible();
  await page.getByRole("heading", { name: "Mandelbrot" }).click();
  await page.keyboard.press("?");
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(shortcuts).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(shortcuts).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/\/jobs\/$/);

  const palette = page.getByRole("dialog", { name: "Command palette" });
  const input = palette.getByRole("combobox");
  await page.keyboard.press("Control+k");
  await input.fill("mndlbrt");
  // Among the recent pages or the scripts.
  const script = palette.locator('[role=option][data-value^="/scripts/mandelbrot/#"]');
  await expect(script).toBeVisible();
  await expectAccessible(page);
  await script.click();
  await expect(page).toHaveURL(/\/scripts\/mandelbrot\/$/);

  await page.getByRole("searchbox").focus();
  await page.keyboard.type("gj?");
  await expect(shortcuts).toBeHidden();
  await expect(page).toHaveURL(/\/scripts\/mandelbrot\/$/);
  await page.keyboard.press("Control+k");
  await input.fill("keyboard shortcuts");
  await page.keyboard.press("Enter");
  await expect(shortcuts).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await input.fill("admin");
  await palette.getByRole("option", { name: "admin" }).first().click();
  await expect(page).toHaveURL(/\/manage\/people\/\d+\/$/);

  await page.route("**/palette?q=q*", (route) => route.fulfill({ status: 503 }));
  await page.keyboard.press("Control+k");
  await input.fill("q");
  await expect(palette.getByText("The server could not be searched.")).toBeVisible();
});

test("what is typed while the palette is loaded is its search, and without it the page stays", async ({ page }) => {
  await page.goto("/scripts/mandelbrot/");
  await page.getByLabel("Width").fill("321");
  await page.getByRole("heading", { name: "Mandelbrot" }).click();
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  const code = "**/_next/static/chunks/**";
  await page.route(code, async (route) => {
    await isReleased;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("gjx");
  await page.keyboard.press("Backspace");
  release();
  await expect(page.getByRole("dialog", { name: "Command palette" }).getByRole("combobox")).toHaveValue("gj");
  await page.unroute(code);
  await page.keyboard.press("Escape");

  await page.route(code, (route) => route.abort());
  await page.getByRole("heading", { name: "Mandelbrot" }).click();
  await page.keyboard.press("?");
  await expect(page.getByText("This part of the page could not be loaded.")).toBeVisible();
  await expect(page.getByLabel("Width")).toHaveValue("321");
});

test("the chosen theme stays, even on the next page", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/jobs/");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectAccessible(page);
});

test("the page for an unknown address says what to do", async ({ page }) => {
  const answer = await page.goto("/no-such-page/");
  expect(answer?.status()).toBe(404);
  await expect(page.getByText("Page not found")).toBeVisible();
  await expect(page.getByRole("link", { name: "All scripts" })).toBeVisible();
});
