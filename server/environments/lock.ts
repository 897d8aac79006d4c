import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";

/** Part of every environment, and no matter of its recipe. */
const tools = ["pip", "setuptools", "wheel"];

/** The versions that the first build of an environment installed, as pip's constraints; none before that. */
export async function findLock(key: string): Promise<string[]> {
  const [row] = await pg<{ packages: string[] }[]>`select packages from environment_locks where key = ${key}`;
  return row?.packages ?? [];
}

/** Keeps the installed versions for the builds of other machines. */
export async function saveLock(key: string, packages: string[]): Promise<void> {
  await pg`
    insert into environment_locks (key, packages) values (${key}, ${packages})
    on conflict (key) do update set packages = excluded.packages, created_at = now()
    where environment_locks.packages <> excluded.packages`;
}

/**
 * The packages in a virtual environment with their versions, from the names of their `.dist-info` folders (the PyPA
 * specification "Recording installed projects").
 */
export function listInstalled(venv: string): string[] {
  const libraries = path.join(venv, "lib");
  const names = fs.readdirSync(libraries).flatMap((python) => namesIn(path.join(libraries, python, "site-packages")));
  return names
    .flatMap((name) => {
      const [, project = "", version] = /^(.+)-([^-]+)\.dist-info$/.exec(name) ?? [];
      return version === undefined || tools.includes(project) ? [] : [`${project}==${version}`];
    })
    .sort();
}

function namesIn(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
