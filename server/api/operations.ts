import { getMe } from "./account";
import { checkArguments, getCommandLine } from "./command-line";
import { startDevice, takeDeviceToken } from "./device";
import { getArchiveOperation, getFileOperation, listFilesOperation } from "./job-files";
import { getOutputOperation } from "./job-output";
import type { Operation } from "./operation";
import { findScriptsOperation } from "./scripts";

/** Every operation of API v2, in the order of the document. */
export const operations: Operation[] = [
  getMe,
  startDevice,
  takeDeviceToken,
  findScriptsOperation,
  getCommandLine,
  checkArguments,
  getOutputOperation,
  listFilesOperation,
  getFileOperation,
  getArchiveOperation,
];
