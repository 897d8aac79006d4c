// What Next's own browser code reads of its module of constants, which is whole in every page otherwise (2 kB of
// texts about the server): next.config.ts puts this in its place.
export {
  MATCHED_PATH_HEADER,
  NEXT_INTERCEPTION_MARKER_PREFIX,
  NEXT_NAV_DEPLOYMENT_ID_HEADER,
  NEXT_QUERY_PARAM_PREFIX,
  WEB_SOCKET_MAX_RECONNECTIONS,
} from "next/dist/esm/lib/constants";
