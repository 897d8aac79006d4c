import { actions } from "./actions";
import { pages } from "./pages";
import { routes } from "./routes";

/**
 * Who may do what: a row for every page, every method of a route and every server action, for each object that answers
 * differently. docs/security/permissions.md is generated from it, and e2e/permissions.spec.ts asks everything as everybody.
 */
export const permissions = { Pages: pages, Routes: routes, Actions: actions };
