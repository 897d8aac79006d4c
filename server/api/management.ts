import { listAuditOperation } from "./audit";
import { listCorrectionsOperation, writeCorrectionOperation } from "./corrections";
import {
  buildEnvironmentOperation,
  changeEnvironmentOperation,
  createEnvironmentOperation,
  deleteEnvironmentOperation,
  listEnvironmentsOperation,
} from "./environments";
import type { Operation } from "./operation";
import {
  changeScriptGroupOperation,
  createScriptGroupOperation,
  deleteScriptGroupOperation,
  listScriptGroupsOperation,
} from "./script-groups";
import {
  changeScriptSettings,
  deleteScriptOperation,
  getScriptSettingsOperation,
  listManagedScriptsOperation,
} from "./script-settings";
import { addScriptOperation, addVersionOperation, describeFileOperation } from "./script-uploads";
import {
  addUserGroupMember,
  createUserGroupOperation,
  deleteUserGroupOperation,
  getUserGroup,
  listUserGroupsOperation,
  removeUserGroupMember,
  renameUserGroupOperation,
} from "./user-groups";
import { changeUserOperation, getUser, listUsersOperation } from "./users";
import { changeVersionOperation, deleteVersionOperation, getVersionSourceOperation } from "./versions";
import { changeWorker, getQueue, listWorkersOperation } from "./workers";

/** The operations for staff and administrators, in the order of the document. */
export const managementOperations: Operation[] = [
  listManagedScriptsOperation,
  addScriptOperation,
  describeFileOperation,
  getScriptSettingsOperation,
  changeScriptSettings,
  deleteScriptOperation,
  addVersionOperation,
  changeVersionOperation,
  deleteVersionOperation,
  getVersionSourceOperation,
  listCorrectionsOperation,
  writeCorrectionOperation,
  listScriptGroupsOperation,
  createScriptGroupOperation,
  changeScriptGroupOperation,
  deleteScriptGroupOperation,
  listUserGroupsOperation,
  getUserGroup,
  createUserGroupOperation,
  renameUserGroupOperation,
  deleteUserGroupOperation,
  addUserGroupMember,
  removeUserGroupMember,
  listEnvironmentsOperation,
  createEnvironmentOperation,
  changeEnvironmentOperation,
  deleteEnvironmentOperation,
  buildEnvironmentOperation,
  listUsersOperation,
  getUser,
  changeUserOperation,
  listAuditOperation,
  listWorkersOperation,
  changeWorker,
  getQueue,
];
