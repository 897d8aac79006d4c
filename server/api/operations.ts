import { getMe } from "./account";
import { checkArguments, getCommandLine } from "./command-line";
import { startDevice, takeDeviceToken } from "./device";
import { getArchiveOperation, getFileOperation, listFilesOperation } from "./job-files";
import { getOutputOperation } from "./job-output";
import {
  cancelJob,
  deleteJobOperation,
  getJob,
  listJobsOperation,
  patchJob,
  rerunJobOperation,
  waitForJob,
} from "./jobs";
import { managementOperations } from "./management";
import type { Operation } from "./operation";
import { describeScriptOperation } from "./script-description";
import { findScriptsOperation } from "./scripts";
import { runScript } from "./submit";
import { appendToUploadOperation, cancelUploadOperation, createUploadOperation, getUpload } from "./uploads";

/** Every operation of API v2, in the order of the document. */
export const operations: Operation[] = [
  getMe,
  startDevice,
  takeDeviceToken,
  findScriptsOperation,
  describeScriptOperation,
  getCommandLine,
  checkArguments,
  runScript,
  listJobsOperation,
  getJob,
  patchJob,
  deleteJobOperation,
  waitForJob,
  cancelJob,
  rerunJobOperation,
  getOutputOperation,
  listFilesOperation,
  getFileOperation,
  getArchiveOperation,
  createUploadOperation,
  getUpload,
  appendToUploadOperation,
  cancelUploadOperation,
  ...managementOperations,
];
