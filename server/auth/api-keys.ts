import { createHash, randomBytes } from "node:crypto";
import { pg } from "@/db/client";
import type { KeyScope } from "@/db/schema/users";
import { recordSecurityEvent } from "@/server/audit/security-events";
import type { ActingUser, Actor, KeyAccess } from "./actor";
import { networkOf } from "./network";
import { type ActingUserRow, actingUserColumns, toActingUser } from "./sessions";
import { shareAnswers } from "./shared-answers";

const PREFIX = "wooey_";

/** So many networks of a key are remembered. */
const NETWORKS_MAX = 20;

/** A new key, and what is stored of it: its hash, and its start to recognize it by. */
export function newApiKey(): { key: string; keyHash: string; hint: string } {
  const key = PREFIX + randomBytes(32).toString("base64url");
  return { key, keyHash: hashOf(key), hint: key.slice(0, PREFIX.length + 4) };
}

/** Who calls with a key, and what the key allows. */
export interface KeyHolder {
  user: ActingUser;
  apiKeyId: number;
  access: KeyAccess;
}

type Row = ActingUserRow & {
  key_id: number;
  name: string;
  is_recorded: boolean;
  is_known: boolean;
  scopes: KeyScope[];
  script_ids: number[] | null;
};

/**
 * The user to whom this key belongs; null unless key and account are active. Records the use and its address, at most
 * once a minute for each address, without waiting for it. Requests of a program that arrive together share one query.
 */
export function findApiKeyUser(key: string, address: string): Promise<KeyHolder | null> {
  return findHolder(JSON.stringify([hashOf(key), address]));
}

const findHolder = shareAnswers(async (question) => {
  const [keyHash, address]: [string, string] = JSON.parse(question);
  const network = networkOf(address);
  const [row] = await pg<Row[]>`
    select ${actingUserColumns()}, k.id as key_id, k.name, k.scopes, k.script_ids,
      coalesce(k.last_used_at > now() - interval '1 minute', false) and k.last_used_address = ${address} as is_recorded,
      ${network} = any(k.known_networks) as is_known
    from api_keys k join users u on u.id = k.user_id
    where k.key_hash = ${keyHash} and k.is_active and u.is_active and (k.expires_at is null or k.expires_at > now())`;
  if (!row) return null;
  const holder: KeyHolder = {
    user: toActingUser(row),
    apiKeyId: row.key_id,
    access: { scopes: row.scopes, scriptIds: row.script_ids },
  };
  if (!row.is_recorded) {
    recordUse({ ...holder, name: row.name, address, network: row.is_known || address === "" ? null : network }).catch(
      (error: unknown) => console.error("The last use of an API key could not be recorded:", error),
    );
  }
  return holder;
});

/** `network`: one from which the key was not used before; null for a known one. */
async function recordUse({
  name,
  address,
  network,
  ...holder
}: KeyHolder & { name: string; address: string; network: string | null }): Promise<void> {
  await pg`update api_keys set last_used_at = now(), last_used_address = ${address} where id = ${holder.apiKeyId}`;
  if (network === null) return;
  // Of several uses at the same moment, one finds the network missing.
  const added = await pg`
    update api_keys
    set known_networks = (known_networks || ${network}::text)[greatest(1, cardinality(known_networks) + 2 - ${NETWORKS_MAX}):]
    where id = ${holder.apiKeyId} and not ${network} = any(known_networks)`;
  if (added.count === 0) return;
  const actor: Actor = { kind: "apiKey", ...holder, address };
  await recordSecurityEvent(actor, { action: "api-key.use", target: `api-key:${holder.apiKeyId}`, detail: { name } });
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
