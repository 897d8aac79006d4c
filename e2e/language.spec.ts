import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";

/** In the menu of the account: its button and its entries are the same in every language. */
async function choose(page: Page, language: string): Promise<void> {
  await page.locator("button[popovertarget=account]").click();
  await page.getByRole("button", { name: language, exact: true }).click();
}

/** The page speaks German, and its scripts do, too: "/" works once they have taken the page over. */
async function expectGerman(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  const search = page.getByRole("searchbox", { name: "Skripte suchen" });
  await expect(async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await expect(search).toHaveAttribute("placeholder", "Skripte suchen");
}

test.describe("a browser that asks for German", () => {
  test.use({ locale: "de-DE" });

  test("gets it without choosing, and another language once one is chosen @phone", async ({ page }) => {
    await page.goto("/jobs/?scope=public");
    await expectGerman(page);
    await page.goto("/login/?next=%2Fjobs%2F");
    await expectGerman(page);
    await expect(page).toHaveTitle(/^Anmelden · /);
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("button", { name: "Anmelden" })).toBeVisible();
    await expectAccessible(page);

    await choose(page, "English");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page).toHaveURL(/\/login\/\?next=%2Fjobs%2F$/);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator("script[src^='/language/']")).toHaveCount(0);
  });

  test("is answered in English by the API", async ({ page }) => {
    const headers = { "accept-language": "de-DE,de;q=0.9" };
    const errors = { __all__: ["Must be authenticated to use this method."] };
    const status = await page.request.get("/api/jobs/v1/1/status/", { headers });
    expect(status.status()).toBe(403);
    expect(await status.json()).toEqual({ valid: false, errors });
    const key = await page.request.post("/settings/api-keys/new/", { headers, form: { name: "laptop" } });
    expect(key.status()).toBe(403);
    expect(await key.json()).toEqual({ valid: false, errors });
  });
});

test("a language that is chosen comes back to the same page, and stays @phone", async ({ page }) => {
  await page.goto("/?q=translate");
  await choose(page, "Deutsch");
  await expectGerman(page);
  await expect(page).toHaveURL(/\/\?q=translate$/);
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/scripts\//);
  await expectGerman(page);
  await page.reload();
  await expectGerman(page);
});

test("one's own page has the choice, too, beside the theme @phone", async ({ page }) => {
  await signIn(page);
  await page.goto("/me/");
  await expect(page.getByLabel("Language")).toHaveValue("en");
  await page.getByLabel("Language").selectOption("Deutsch");
  await page.getByRole("button", { name: "Use this language" }).click();
  await expectGerman(page);
  await expect(page).toHaveURL(/\/me\/$/);
  await expect(page.getByRole("combobox", { name: "Sprache" })).toHaveValue("de");
  await expectAccessible(page);
});

test("without scripts a choice comes back to the start, in the language", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/login/");
  await choose(page, "Deutsch");
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(page.getByRole("searchbox", { name: "Skripte suchen" })).toBeVisible();
  await context.close();
});
