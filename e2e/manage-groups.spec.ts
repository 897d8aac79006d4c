import { expect, expectAccessible, signIn, test } from "./fixtures";

test("a script is restricted to the members of a group, and the audit records it @phone @full", async ({
  page,
  browser,
}) => {
  const stamp = Date.now();
  // Group names can be anything.
  const odd = `"Ω" & <b>'x'</b> ?q=1#%41/../+ \u202eabc 🐍 ${stamp}`;
  const [people, scripts] = [`Biologists ${odd}`, `Sequences ${odd}`];
  await signIn(page);
  await page.goto("/manage/groups/");
  await expectAccessible(page);
  await page.getByLabel("Name of the new user group").fill(people);
  await page.getByRole("button", { name: "Add user group" }).click();
  await expect(page.getByRole("heading", { name: people, level: 1 })).toBeVisible();
  await page.getByLabel("Add a member").fill("no-such-person");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("There is no account with this username.")).toBeVisible();
  await page.getByLabel("Add a member").fill("admin");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove admin" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Audit" }).last().click();
  await expect(page.getByText("Member added to user group")).toBeVisible();
  await expect(page.getByText("User group created")).toBeVisible();

  await page.goto("/manage/groups/");
  await page.getByLabel("Name of the new script group").fill(scripts);
  await page.getByRole("button", { name: "Add group" }).click();
  await expect(page.getByRole("heading", { name: scripts, level: 1 })).toBeVisible();
  await page.getByRole("checkbox", { name: people }).check();
  await page.getByLabel("Description").fill("For those who know.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("checkbox", { name: people })).toBeChecked();
  await expectAccessible(page);

  const script = `Grouped ${stamp}`;
  await page.goto("/scripts/new/");
  await page.getByLabel("Group").fill(scripts);
  await page.getByLabel("Choose script files").setInputFiles({
    name: `${script}.py`,
    mimeType: "text/x-python",
    buffer: Buffer.from("import argparse\np = argparse.ArgumentParser()\np.add_argument('--n')\np.parse_args()\n"),
  });
  await expect(page.getByRole("link", { name: "What Wooey found" })).toBeVisible();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(new URL("/", page.url()).href);
  await expect(visitor.getByRole("link", { name: script })).toHaveCount(0);
  await visitor.context().close();

  await page.goto("/manage/groups/");
  await page.getByRole("link", { name: scripts }).click();
  await page.getByRole("button", { name: "Delete group" }).click();
  await expect(page.getByText("1 script is still in this group")).toBeVisible();
  await page.getByRole("link", { name: "Audit" }).last().click();
  await expect(page.getByText("Script group changed")).toBeVisible();
  await expectAccessible(page);

  // Without this group, everyone could use its scripts. With a second group, only people in neither lose access.
  await page.goto("/manage/groups/");
  await page.getByRole("link", { name: people }).click();
  await expect(page.getByText("You cannot delete this group while anything above is restricted")).toBeVisible();
  await expect(page.getByRole("button", { name: /Delete group/ })).toHaveCount(0);
  await page.goto("/manage/groups/");
  await page.getByLabel("Name of the new user group").fill(`Chemists ${stamp}`);
  await page.getByRole("button", { name: "Add user group" }).click();
  await expect(page.getByText("No members yet.")).toBeVisible();
  await page.goto("/manage/groups/");
  await page.getByRole("link", { name: scripts }).click();
  await page.getByRole("checkbox", { name: `Chemists ${stamp}` }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.goto("/manage/groups/");
  await page.getByRole("link", { name: people }).click();
  await page.getByRole("button", { name: "Delete group…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Members who are in none of the other groups can no longer use");
  await expect(dialog).toContainText(`also for Chemists ${stamp}`);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete group" }).click();
  await expect(page).toHaveURL(/\/manage\/groups\/$/);
  await expect(page.getByRole("link", { name: people })).toHaveCount(0);
});
