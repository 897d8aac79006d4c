import { closeStorage } from "@/server/storage/store";
import { listRunFolders } from "./cleanup";
import { closeRunFolder } from "./folder";
import { readRun } from "./launch";

/** Closes stored files and run folders to other users, because older versions of Wooey left them open. */
export function tightenPermissions(): void {
  closeStorage();
  for (const { folder } of listRunFolders()) closeRunFolder(folder, readRun(folder)?.userId ?? null);
}
