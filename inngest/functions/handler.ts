import { serve } from "inngest/edge";
import { inngest } from "../sdk";
import { functions } from "./all";

// A variable, because serve()'s type does not name an option that its handler has (InngestCommHandlerOptions).
const inProcess = { client: inngest, functions, skipSignatureValidation: true };

/** The functions for the embedded engine, called in-process: no signature, so never to be reachable over the network. */
export const engineHandler: (request: Request) => Promise<Response> = serve(inProcess);
