import { eq } from "drizzle-orm";
import type postgres from "postgres";
import { db, pg } from "@/db/client";
import { environments } from "@/db/schema/scripts";
import { recordAudit } from "@/server/audit/record";
import type { Actor } from "@/server/auth/actor";
import { requireStaff } from "@/server/auth/policy";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { isAnyOnline } from "@/server/workers/online";
import {
  buildLock,
  closeEnvironmentFolder,
  environmentFolder,
  type FoundEnvironment,
  listEnvironmentFolders,
  removeEnvironmentFolder,
} from "./folder";
import { addOrder, type BuildTarget } from "./orders";
import { isRequested, listRequestedEnvironments, listRunningJobs, type RequestedEnvironment } from "./requests";

/**
 * Lets a worker build an environment now instead of with the next job; an existing build is removed first. The order
 * stays until a worker has completed it; `isWorkerOnline` says whether that starts at once.
 * @throws unauthenticated, forbidden unless staff, not_found, conflict while it is built or a job runs in it, or if
 * there is nothing to install
 */
export async function buildEnvironment(actor: Actor, target: BuildTarget): Promise<{ isWorkerOnline: boolean }> {
  requireStaff(actor);
  const requested = await listRequestedEnvironments();
  const request = requested.find((each) =>
    "environmentId" in target
      ? each.environment?.id === target.environmentId
      : each.environment === null && each.versionIds.includes(target.versionId),
  );
  if (!request) throw environmentIsGone();
  if (request.requirements.length === 0) throw new AppError("conflict", t("There is nothing to install."));
  for (const folder of await listEnvironmentFolders())
    if (isRequested(folder, request)) await removeFolder(folder, requested);
  await db.transaction(async (tx) => {
    await addOrder(tx, target);
    const detail = request.environment ? { name: request.environment.name } : undefined;
    await recordAudit(tx, actor, { action: "environment.build", target: targetOf(request), detail });
  });
  return { isWorkerOnline: await isAnyOnline() };
}

/**
 * Deletes a virtual environment with what was built only for it. Its scripts continue without it.
 * @throws unauthenticated, forbidden unless staff, not_found, conflict while it is built or a job runs in it
 */
export async function deleteEnvironment(actor: Actor, id: number): Promise<void> {
  requireStaff(actor);
  const requested = await listRequestedEnvironments();
  const request = requested.find((each) => each.environment?.id === id);
  if (!request?.environment) throw environmentIsGone();
  const { name } = request.environment;
  await refuseWhileUsed([request]);
  for (const folder of await listEnvironmentFolders()) {
    const isItsAlone = requested.every((each) => (each === request) === isRequested(folder, each));
    if (isItsAlone) await removeFolder(folder, requested);
  }
  await db.transaction(async (tx) => {
    await tx.delete(environments).where(eq(environments.id, id));
    const detail = { name, scripts: request.scripts.map((script) => script.slug) };
    await recordAudit(tx, actor, { action: "environment.delete", target: targetOf(request), detail });
  });
}

/**
 * Removes a built environment; the next job that requests it builds it again.
 * @throws unauthenticated, forbidden unless staff, not_found, conflict while it is built or a job runs in it
 */
export async function deleteBuiltEnvironment(actor: Actor, key: string): Promise<void> {
  requireStaff(actor);
  const folder = (await listEnvironmentFolders()).find((each) => each.key === key);
  if (!folder) throw environmentIsGone();
  await removeFolder(folder, await listRequestedEnvironments());
  const detail = { requirements: folder.requirements.length, python: folder.python.version };
  await recordAudit(db, actor, { action: "environment.clear", target: `environment:${key.slice(0, 12)}`, detail });
}

/**
 * Runs under the lock of builds. The environment is closed before running jobs are searched: a later job builds its
 * own.
 */
async function removeFolder(folder: FoundEnvironment, requested: RequestedEnvironment[]): Promise<void> {
  await pg.begin(async (tx) => {
    await lockBuild(tx, folder.key);
    const reopen = closeEnvironmentFolder(folder.key);
    try {
      await refuseWhileUsed(requested.filter((request) => isRequested(folder, request)));
    } catch (error) {
      reopen();
      throw error;
    }
    await removeEnvironmentFolder(environmentFolder(folder.key).root);
  });
}

/** Takes the lock of a build. A build that has just become ready holds it for another moment, so this waits for it. */
async function lockBuild(tx: postgres.TransactionSql, key: string): Promise<void> {
  await tx`set local lock_timeout = '1s'`;
  try {
    await tx`select pg_advisory_xact_lock(hashtext(${buildLock(key)}))`;
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new AppError("conflict", t("The environment is being built. Wait until the build ends, or stop the job."));
  }
  await tx`set local lock_timeout = 0`;
}

/** PostgreSQL's lock_not_available. */
function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}

async function refuseWhileUsed(requested: RequestedEnvironment[]): Promise<void> {
  const [job, ...others] = await listRunningJobs(requested);
  if (!job) return;
  const { id, name } = job;
  throw new AppError(
    "conflict",
    others.length === 0
      ? t("Job {id} ({name}) is running in this environment. Stop it first, or wait until it ends.", { id, name })
      : t(
          "Job {id} ({name}) and {count, plural, one {# other job} other {# other jobs}} are running in this environment. Stop them first, or wait until they end.",
          {
            id,
            name,
            count: others.length,
          },
        ),
  );
}

function targetOf(request: RequestedEnvironment): string {
  return request.environment ? `environment:${request.environment.id}` : `script:${request.scripts[0]?.slug ?? ""}`;
}

function environmentIsGone(): AppError {
  return new AppError("not_found", t("This environment no longer exists."));
}
