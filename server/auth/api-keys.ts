import { createHash, randomBytes } from "node:crypto";
import { pg } from "@/db/client";
import type { KeyScope } from "@/db/schema/users";
import type { ActingUser, KeyAccess } from "./actor";
import { type ActingUserRow, actingUserColumns, toActingUser } from "./sessions";

const PREFIX = "wooey_";

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
  is_recorded: boolean;
  scopes: KeyScope[];
  script_ids: number[] | null;
};

/**
 * The user to whom this key belongs; null unless key and account are active. Records the use and its address, at most
 * once a minute for each address, without waiting for it.
 */
export async function findApiKeyUser(key: string, address: string): Promise<KeyHolder | null> {
  const [row] = await pg<Row[]>`
    select ${actingUserColumns()}, k.id as key_id, k.scopes, k.script_ids,
      coalesce(k.last_used_at > now() - interval '1 minute', false) and k.last_used_address = ${address} as is_recorded
    from api_keys k join users u on u.id = k.user_id
    where k.key_hash = ${hashOf(key)} and k.is_active and u.is_active and (k.expires_at is null or k.expires_at > now())`;
  if (!row) return null;
  if (!row.is_recorded) {
    pg`update api_keys set last_used_at = now(), last_used_address = ${address} where id = ${row.key_id}`.catch(
      (error: unknown) => console.error("The last use of an API key could not be recorded:", error),
    );
  }
  const access = { scopes: row.scopes, scriptIds: row.script_ids };
  return { user: toActingUser(row), apiKeyId: row.key_id, access };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
