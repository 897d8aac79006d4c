import type { Caller } from "./caller";
import { favoriteTools } from "./favorite-tools";
import { jobFilesTool } from "./job-files";
import { jobOutputTool } from "./job-output";
import { jobWaitTool } from "./job-wait";
import { scriptDescribeTool } from "./script-describe";
import { scriptFindTool } from "./script-find";
import { scriptRunTool } from "./script-run";
import type { Tool } from "./tool";

/** The tools of every caller, in the order in which an agent uses them. */
export const tools: readonly Tool[] = [
  scriptFindTool,
  scriptDescribeTool,
  scriptRunTool,
  jobWaitTool,
  jobOutputTool,
  jobFilesTool,
];

/** All tools of a caller: with one for each favorite script, if the caller asks for them. */
export async function toolsOf(caller: Caller): Promise<readonly Tool[]> {
  return caller.wantsFavorites ? [...tools, ...(await favoriteTools(caller))] : tools;
}
