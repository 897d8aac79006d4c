import { AppError } from "@/server/errors";
import { readLibrary } from "@/server/files/report-libraries";
import { allow, api } from "@/server/http/api";
import { sendLibrary } from "@/server/http/report";
import { t } from "@/server/language/text";

// Copies of the libraries that reports load from other sites. They are the same for everyone and never change.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ name: string }>({
  GET: api((_request, { params }) => {
    const text = readLibrary(params.name);
    if (text === null) throw new AppError("not_found", t("Library not found."));
    return sendLibrary(text);
  }),
});
