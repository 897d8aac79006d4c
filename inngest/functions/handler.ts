import { serve } from "inngest/edge";
import { inngest } from "../sdk";
import { functions } from "./all";

// A variable, because the type of serve() lacks an option that its handler accepts (InngestCommHandlerOptions).
const inProcess = { client: inngest, functions, skipSignatureValidation: true };

/**
 * Serves the functions to the embedded engine in this process. It checks no signature: never expose it to the network.
 */
export const engineHandler: (request: Request) => Promise<Response> = serve(inProcess);
