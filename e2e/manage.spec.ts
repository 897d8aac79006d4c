import { expect, expectAccessible, signIn, test } from "./fixtures";

const source = `import argparse
parser = argparse.ArgumentParser(description="Say hello to somebody.")
parser.add_argument("name", help="whom to greet")
print("hello", parser.parse_args().name)
`;

test("staff add a script, read what was understood, and switch it off", async ({ page, browser }) => {
  await signIn(page);
  const name = `Greeter ${Date.now()}`;
  await page.goto("/scripts/new/");
  await expectAccessible(page);
  const file = (text: string) => ({ name: `${name}.py`, mimeType: "text/x-python", buffer: Buffer.from(text) });
  await page.getByLabel("Choose script files").setInputFiles(file("print('broken"));
  await expect(page.getByText(`${name} was not added`)).toBeVisible();
  await page.getByLabel("Choose script files").setInputFiles(file(source));
  await page.getByRole("link", { name: "What was understood" }).click();
  await expect(page.getByRole("heading", { name: "Doctor" })).toBeVisible();
  await expect(page.getByText(/argparse/)).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Description").fill("Says hello, kindly.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(new URL(`/?q=${encodeURIComponent(name)}`, page.url()).href);
  await expect(visitor.getByText("Says hello, kindly.").first()).toBeVisible();

  await page.goto("/manage/");
  await expectAccessible(page);
  await page
    .getByRole("row", { name: new RegExp(name) })
    .getByRole("button", { name: "Disable" })
    .click();
  await expect(page.getByText("The script is off")).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole("link", { name })).toHaveCount(0);
  await visitor.context().close();
});

test("nobody else finds the pages of staff", async ({ page }) => {
  expect((await page.goto("/manage/"))?.status()).toBe(404);
  expect((await page.goto("/manage/scripts/progress/"))?.status()).toBe(404);
  await page.goto("/scripts/new/");
  await expect(page).toHaveURL(/\/login\//);
});
