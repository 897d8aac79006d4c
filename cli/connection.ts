import { ApiClient } from "./api-client";
import { chooseServer } from "./config";
import { ClientError } from "./exit-codes";

/** The options that every command with a server has. */
export interface ServerOptions {
  server?: string;
}

/** API v2 of the chosen server, with the key that is stored for it. @throws ClientError if there is none */
export function connect({ server }: ServerOptions): ApiClient {
  const chosen = chooseServer(server);
  if (chosen.key === null)
    throw new ClientError("notAllowed", `There is no key for ${chosen.url}. Run: wooey login ${chosen.url}`);
  return new ApiClient(chosen);
}
