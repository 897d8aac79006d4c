import { z } from "zod";
import type { Actor } from "@/server/auth/actor";
import { createEnvironment, listEnvironments, patchEnvironment } from "@/server/environments/environments";
import { getEnvironmentOverview } from "@/server/environments/overview";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { apiSchemas, idParam, operation, storedText, time, toTime } from "./operation";

const states = ["ready", "building", "failed", "missing", "ordered", "plain"] as const;

const environment = z
  .strictObject({
    id: z.int32(),
    name: z.string(),
    python: z.string().meta({ description: "The name or path of the interpreter." }),
    requirements: z.string().meta({ description: "As in a requirements file." }),
    state: z.enum(states).meta({
      description:
        "`plain`: nothing to install. `missing`: the first job builds it. `ordered`: a worker builds it next.",
    }),
    scripts: z.array(z.string()).meta({ description: "The slugs of the scripts that use it." }),
    createdAt: time,
  })
  .register(apiSchemas, { id: "Environment" });

const fields = z.strictObject({
  name: storedText(25).regex(/\S/),
  python: storedText(1024).regex(/\S/),
  requirements: storedText(100_000).optional(),
});

const path = "/api/v2/environments";
const ofEnvironments = { tag: "Management", who: "staff" } as const;
const one = { ...ofEnvironments, path: `${path}/{id}`, params: idParam } as const;

export const listEnvironmentsOperation = operation({
  ...ofEnvironments,
  method: "get",
  path,
  id: "listEnvironments",
  summary: "List the Python environments",
  scope: "read",
  answers: {
    200: {
      description: "All environments by name.",
      schema: z.strictObject({ items: z.array(environment) }).register(apiSchemas, { id: "Environments" }),
    },
  },
});

export const createEnvironmentOperation = operation({
  ...ofEnvironments,
  method: "post",
  path,
  id: "createEnvironment",
  summary: "Create a Python environment",
  scope: "manage",
  body: { schema: fields },
  answers: { 201: { description: "The new environment.", schema: environment } },
});

export const changeEnvironmentOperation = operation({
  ...one,
  method: "patch",
  id: "changeEnvironment",
  summary: "Change a Python environment",
  description: "Fields that are not sent stay unchanged. The next job that uses it builds it again.",
  scope: "manage",
  body: { schema: fields.partial() },
  answers: { 200: { description: "The changed environment.", schema: environment } },
});

export const deleteEnvironmentOperation = operation({
  ...one,
  method: "delete",
  id: "deleteEnvironment",
  summary: "Delete a Python environment",
  description: "Its scripts continue without it. 409 while it is built or a job runs in it.",
  scope: "manage",
  answers: { 204: { description: "It is deleted." } },
  refusals: ["conflict"],
});

export const buildEnvironmentOperation = operation({
  ...one,
  path: `${path}/{id}/build`,
  method: "post",
  id: "buildEnvironment",
  summary: "Let a worker build an environment now",
  scope: "manage",
  answers: { 202: { description: "The environment, whose build was ordered.", schema: environment } },
  refusals: ["conflict"],
});

type Answer = z.output<typeof environment>;

/** All environments. @throws forbidden */
export async function listAllEnvironments(actor: Actor): Promise<{ items: Answer[] }> {
  const [rows, { declared }] = await Promise.all([listEnvironments(actor), getEnvironmentOverview(actor)]);
  const items = rows.map(({ id, name, pythonBinary, requirements, createdAt }) => {
    const shown = declared.find((each) => each.environment?.id === id);
    const scripts = shown?.scripts.map((script) => script.slug) ?? [];
    const state = shown?.state ?? "missing";
    return { id, name, python: pythonBinary, requirements, state, scripts, createdAt: toTime(createdAt) };
  });
  return { items };
}

/** @throws forbidden, invalid */
export async function createAndDescribe(actor: Actor, { name, python, requirements }: z.output<typeof fields>) {
  // Environments are built elsewhere: the folder is a column for clients of API v1.
  const { id } = await createEnvironment(actor, {
    name,
    pythonBinary: python,
    directory: "environments",
    requirements,
  });
  return describeEnvironment(actor, id);
}

/** @throws forbidden, not_found, invalid */
export async function changeAndDescribe(actor: Actor, id: number, input: Partial<z.output<typeof fields>>) {
  const { python, ...others } = input;
  const changes = python === undefined ? others : { ...others, pythonBinary: python };
  if (Object.keys(changes).length > 0) await patchEnvironment(actor, id, changes);
  return describeEnvironment(actor, id);
}

/** An environment. @throws forbidden, not_found */
export async function describeEnvironment(actor: Actor, id: number): Promise<Answer> {
  const found = (await listAllEnvironments(actor)).items.find((each) => each.id === id);
  if (!found) throw new AppError("not_found", t("This environment no longer exists."));
  return found;
}
