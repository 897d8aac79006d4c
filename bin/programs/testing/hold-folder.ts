import { startEmbeddedPostgres } from "@/db/embedded";
import { StartError } from "@/server/errors";
import { lockDataFolder } from "../instance-lock";

// Takes a data folder, or starts PostgreSQL on a folder, until it is killed: `hold-folder.ts lock|postgres FOLDER`.
const [what, folder = ""] = process.argv.slice(2);
try {
  if (what === "lock") await lockDataFolder(folder);
  else await startEmbeddedPostgres({ folder, throwaway: true });
  console.log("held");
  setInterval(() => undefined, 1_000);
} catch (error) {
  console.log(error instanceof StartError ? error.message : error);
  process.exit(1);
}
