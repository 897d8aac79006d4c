import fs from "node:fs";
import path from "node:path";
import { searchPath } from "@/server/env";

/** The paths at which a program exists in the folders of PATH, in the order of PATH. */
export function findPrograms(name: string): string[] {
  const folders = searchPath().split(path.delimiter).filter(path.isAbsolute);
  return folders.map((folder) => path.join(folder, name)).filter(isFile);
}

export function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
