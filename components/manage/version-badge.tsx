import { t } from "@/server/language/text";
import { Badge } from "../ui/badge";

/** Marks the default version and disabled versions. */
export function VersionBadge({ isDefault, isActive }: { isDefault: boolean; isActive: boolean }) {
  if (isDefault) return <Badge>{t("default")}</Badge>;
  return isActive ? null : <Badge>{t("off")}</Badge>;
}
