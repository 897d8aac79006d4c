import { refuseUnknownAddress } from "@/server/http/api-v2";

export const GET = refuseUnknownAddress;
export const POST = refuseUnknownAddress;
export const PUT = refuseUnknownAddress;
export const PATCH = refuseUnknownAddress;
export const DELETE = refuseUnknownAddress;
export const OPTIONS = refuseUnknownAddress;
