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

  describe("docs/security/asvs.md", () => {
    const asvs = read("docs/security/asvs.md");
    const rows = [...asvs.matchAll(/^\| (\d+\.\d+\.\d+) +\|.*\| (met|not applicable|open) +\|(.*)\|$/gm)];
    const idsIn = (state: string) => rows.filter(([, , each]) => each === state).map(([, id]) => id);

    test("has one row for each of the 253 requirements, and counts them right", () => {
      expect(new Set(rows.map(([, id]) => id)).size).toBe(253);
      expect(rows.length).toBe(253);
      const [met, away, open] = ["met", "not applicable", "open"].map((state) => idsIn(state).length);
      expect(asvs).toContain(`253 requirements: ${met} are met, ${away} do not apply, ${open} are open.`);
    });

    test("has at most 20 open ones, none about validation, files, sessions or authorization", () => {
      expect(idsIn("open").length).toBeLessThanOrEqual(20);
      expect(idsIn("open").filter((id) => /^(1|7|8)\./.test(id ?? ""))).toEqual([]);
    });

    test("names only files that exist", () => {
      const files = [...asvs.matchAll(/`([\w./[\]-]+\.(?:ts|tsx|md|py|mjs))`/g)].map(([, file = ""]) => file);
      expect(files.filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
    });
  });
});
