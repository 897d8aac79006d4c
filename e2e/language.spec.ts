import type { Page } from "@playwright/test";
import german from "../server/language/catalogs/de.json" with { type: "json" };
import { administrator, expect, expectAccessible, signIn, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

/** Uses the account's menu: its button and its entries are the same in every language. */
async function choose(page: Page, language: string): Promise<void> {
  await page.locator("button[popovertarget=account]:not([popovertargetaction])").click();
  await page.getByRole("button", { name: language, exact: true }).click();
}

/** Checks that the page is German, and that its scripts are too: "/" works once they have started. */
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

  test("gets it without choosing, and another language after choosing it @phone", async ({ page }) => {
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

  test("gets English from the API", async ({ page }) => {
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

test("choosing a language returns to the same page, and lasts @phone", async ({ page }) => {
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

test("the account page has the choice too, next to the theme @phone", async ({ page }) => {
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

test("without scripts, choosing a language returns to the home page in that language", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/login/");
  await choose(page, "Deutsch");
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(page.getByRole("searchbox", { name: "Skripte suchen" })).toBeVisible();
  await context.close();
});

const addresses = `/ /accessibility/ /scripts/text-tools/ /scripts/new/ /jobs/ /jobs/?scope=all /jobs/?scope=queue /scrapbook/ /me/ /nothing/here /manage/
  /manage/scripts/text-tools/ /manage/scripts/text-tools/limits/ /manage/scripts/text-tools/parameters/ /manage/groups/
  /manage/groups/1/ /manage/people/ /manage/people/1/ /manage/people/new/ /manage/environments/ /manage/environments/new/
  /manage/queue/ /manage/workers/ /manage/instance/ /manage/audit/`;

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  test("no page shows English where German exists", async ({ page }) => {
    await page.goto("/login/");
    await page.getByLabel("Benutzername").fill(administrator.username);
    await page.getByLabel("Passwort", { exact: true }).fill(administrator.password);
    await page.getByRole("main").getByRole("button", { name: "Anmelden" }).click();
    await expect(page).not.toHaveURL(/\/login/);
    const translated = Object.entries(german).filter(([english, text]) => english !== text);
    const english = translated.map(([text]) => text);
    for (const address of addresses.split(/\s+/)) {
      await page.goto(address);
      expect(await page.evaluate(textsShown, english), address).toEqual([]);
    }
  });
});

/** Runs in the browser: returns which of the texts the page shows, as text or as names of controls. */
function textsShown(texts: string[]): string[] {
  // Texts of scripts and of people are not translated.
  const theirs = "script, style, code, pre, bdi, html [lang], td, option, [data-field], a[href^='/scripts/']";
  const requested = new Set(texts);
  const found: string[] = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { parentElement, textContent } = words.currentNode;
    if (!parentElement?.closest(theirs)) found.push(textContent ?? "");
  }
  for (const name of ["aria-label", "placeholder", "title"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(theirs)) found.push(element.getAttribute(name) ?? "");
    }
  }
  return found.map((text) => text.trim()).filter((text) => requested.has(text));
}
