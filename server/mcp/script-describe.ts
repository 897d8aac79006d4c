import { z } from "zod";
import { toInputSchema } from "@/command-line/json-schema";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { findScript, findVersion } from "@/server/scripts/queries";
import { toAgentSchema } from "./agent-schema";
import { findAdvice } from "./script-find";
import { tool } from "./tool";

const DOCUMENTATION_MAX = 8_000;

const input = z.strictObject({
  script: z.string().max(200).describe("The slug."),
  version: z.string().max(200).optional().describe("The default version if left out."),
});

const output = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  documentation: z.string().optional(),
  version: z.string(),
  url: z.string(),
  input: z.record(z.string(), z.unknown()).describe("JSON Schema of the input of script_run."),
});

export const scriptDescribeTool = tool({
  name: "script_describe",
  title: "Describe a script",
  description: "What a script does, and the JSON Schema of its input.",
  input,
  output,
  notFoundAdvice: findAdvice,
  scope: "read",
  run: async ({ actor, origin }, { script: slug, version: versionName }) => {
    const script = await findScript(actor, slug);
    const version =
      versionName === undefined ? script?.version : await findVersion(actor, slug, { version: versionName });
    if (!script || !version) throw new AppError("not_found", t("Unable to find script."));
    const { name, description, documentation } = script;
    return {
      data: {
        slug,
        name,
        description,
        ...(documentation === "" ? {} : { documentation: documentation.slice(0, DOCUMENTATION_MAX) }),
        version: version.version,
        url: `${origin}/scripts/${slug}/`,
        input: { ...toAgentSchema(toInputSchema(version.spec)) },
      },
    };
  },
});
