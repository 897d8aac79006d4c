import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "@/server/root";

const root = projectRoot();
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !file.startsWith("e2e/conformance/") && fs.existsSync(path.join(root, file)));

describe("documents", () => {
  test.each(documents)("%s links to what exists", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links
      .filter((link) => !/^(https?:|#)/.test(link))
      .filter((link) => !fs.existsSync(path.join(root, path.dirname(file), link.replace(/#.*/, ""))));
    expect(broken).toEqual([]);
  });

  test("the README is short", () => {
    expect(read("README.md").split("\n").length).toBeLessThanOrEqual(100);
  });

  test("SECURITY.md names every pinned beta version", () => {
    const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
    const betas = Object.entries(dependencies).filter(([, version]) => version.includes("-"));
    const security = read("SECURITY.md").replace(/ +/g, " ");
    expect(betas.filter(([name, version]) => !security.includes(`| \`${name}\` | ${version} |`))).toEqual([]);
  });
});
