import fs from "node:fs";
import path from "node:path";
import { systemActor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { addScript } from "@/server/scripts/add";
import { storeStream } from "@/server/storage/store";
import { describeHere } from "./describe-here";

const GROUP = "Examples";
const BYTES_MAX = 1024 * 1024;

/** Adds the scripts of examples/ in a group of their own, but those that exist already or cannot be read. */
export async function addExamples(log: (line: string) => void): Promise<void> {
  const folder = path.join(projectRoot(), "examples");
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".py"));
  const problems: string[] = [];
  await Promise.all(
    files.map(async (filename) => {
      try {
        const content = await storeStream(fs.createReadStream(path.join(folder, filename)), BYTES_MAX);
        await addScript(systemActor, {
          name: nameOf(filename),
          filename,
          content,
          group: GROUP,
          describe: describeHere,
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code !== "conflict") problems.push(`${filename}: ${error.message}`);
      }
    }),
  );
  for (const problem of problems) log(`The example ${problem}`);
}

/** "text_tools.py" → "Text tools". */
function nameOf(filename: string): string {
  const words = path.parse(filename).name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
