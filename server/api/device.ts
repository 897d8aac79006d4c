import { z } from "zod";
import { keyScopes } from "@/db/schema/users";
import { issueDeviceCode, POLL_SECONDS } from "@/server/api-keys/device-codes";
import { exchangeDeviceCode } from "@/server/api-keys/exchange-device-code";
import { apiSchemas, operation } from "./operation";

const FORM = "application/x-www-form-urlencoded";
export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

const deviceCode = z
  .strictObject({
    device_code: z.string(),
    user_code: z.string().meta({ description: "What the person compares or types: `BCDF-GHJK`." }),
    verification_uri: z.string(),
    verification_uri_complete: z.string(),
    expires_in: z.int32().meta({ description: "In seconds." }),
    interval: z.int32().meta({ description: "Wait so many seconds between two requests for the token." }),
  })
  .register(apiSchemas, { id: "DeviceCode" });

export const startDevice = operation({
  method: "post",
  path: "/api/v2/device",
  id: "startDeviceLogin",
  tag: "Account",
  summary: "Ask for an API key without a browser",
  description:
    "RFC 8628. Show `user_code` and `verification_uri` to the person, who signs in there and approves it within ten minutes.",
  who: "anyone",
  scope: null,
  body: {
    mediaTypes: {
      [FORM]: {
        type: "object",
        required: ["client_id"],
        properties: {
          client_id: { type: "string", description: "What the program calls itself, such as `wooey on laptop`." },
          scope: {
            type: "string",
            description: "Separated by spaces: `read`, `run`, `manage`; `read run` unless given.",
          },
        },
      },
    },
  },
  answers: { 200: { description: "The codes.", schema: deviceCode } },
  refusals: ["forbidden", "tooOften"],
});

const deviceToken = z
  .strictObject({
    access_token: z.string().meta({ description: "The API key." }),
    token_type: z.literal("Bearer"),
    expires_in: z.int32(),
    scope: z.string(),
  })
  .register(apiSchemas, { id: "DeviceToken" });

export const takeDeviceToken = operation({
  method: "post",
  path: "/api/v2/device/token",
  id: "takeDeviceToken",
  tag: "Account",
  summary: "Get the API key after it was approved",
  description:
    "RFC 8628, section 3.4. Until then it answers 400, with `error` in the problem: `authorization_pending`, `slow_down`, `access_denied`, `expired_token` or `invalid_grant`.",
  who: "anyone",
  scope: null,
  body: {
    mediaTypes: {
      [FORM]: {
        type: "object",
        required: ["grant_type", "device_code"],
        properties: {
          grant_type: { const: DEVICE_GRANT },
          device_code: { type: "string" },
          client_id: { type: "string" },
        },
      },
    },
  },
  answers: { 200: { description: "The key, which is not shown again.", schema: deviceToken } },
  refusals: ["forbidden", "tooOften"],
});

const startForm = z.object({
  client_id: z.string(),
  scope: z
    .string()
    .optional()
    .transform((text) => text?.split(/\s+/).filter(Boolean))
    .pipe(z.array(z.enum(keyScopes)).min(1).optional()),
});

/** Starts a device login. `origin` is the address of this site. @throws invalid, forbidden, limit */
export async function startDeviceLogin(
  form: Record<string, unknown>,
  { address, origin }: { address: string; origin: string },
): Promise<z.output<typeof deviceCode>> {
  const { client_id: program, scope: scopes } = startForm.parse(form);
  const issued = await issueDeviceCode({ program, ...(scopes ? { scopes } : {}) }, { address });
  return {
    device_code: issued.secret,
    user_code: issued.userCode,
    verification_uri: `${origin}/device/`,
    verification_uri_complete: `${origin}/device/?code=${issued.userCode}`,
    expires_in: issued.lifetimeSeconds,
    interval: POLL_SECONDS,
  };
}

const tokenForm = z.object({ grant_type: z.string(), device_code: z.string().max(1000) });

/** The key of a device login; the refusal in the words of RFC 8628 without one. @throws invalid, forbidden, limit */
export async function finishDeviceLogin(
  form: Record<string, unknown>,
  { address }: { address: string },
): Promise<z.output<typeof deviceToken> | { error: string }> {
  const { grant_type: grant, device_code: secret } = tokenForm.parse(form);
  if (grant !== DEVICE_GRANT) return { error: "unsupported_grant_type" };
  const result = await exchangeDeviceCode(secret, { address });
  if ("refusal" in result) return { error: result.refusal };
  const { key, scopes, days } = result;
  return { access_token: key, token_type: "Bearer", expires_in: days * 86_400, scope: scopes.join(" ") };
}
