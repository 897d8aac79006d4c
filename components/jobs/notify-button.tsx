import { AlarmClock, AlarmClockCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { isOpen, type JobStatus } from "@/db/job-state";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";
import { isNotifying, setNotifying } from "./notify-choice";
import { stateLabels } from "./states";

interface Props {
  /** The path of the job: `/jobs/<uuid or id>`. */
  path: string;
  name: string;
  status: JobStatus;
}

/** A button with which the browser shows a notification when the job ends. It asks for the permission only when clicked. */
export function NotifyButton({ path, name, status }: Props) {
  const [isOn, setIsOn] = useState(() => isNotifying(path) && Notification.permission === "granted");
  const choose = (choice: { isOn: boolean }) => {
    setIsOn(choice.isOn);
    setNotifying(path, choice);
  };
  const onClick = async () => {
    if (isOn) return choose({ isOn: false });
    if ((await Notification.requestPermission()) === "granted") return choose({ isOn: true });
    const text = t("Your browser blocks notifications from this site. Allow them in its settings, and try again.");
    toast({ text, isError: true });
  };
  useEffect(() => {
    if (!isOn || isOpen(status)) return;
    setNotifying(path, { isOn: false });
    setIsOn(false);
    notify(`${t(stateLabels[status])}: ${name}`, path);
  }, [isOn, status, path, name]);

  if (!isOpen(status)) return null;
  return (
    <Button
      variant={isOn ? "pressed" : "quiet"}
      size="small"
      className="ml-auto"
      aria-pressed={isOn}
      title={t("Shows a notification of your browser when the job ends, while this tab is open.")}
      onClick={onClick}
    >
      {isOn ? <AlarmClockCheck /> : <AlarmClock />}
      {t("Notify me")}
    </Button>
  );
}

function notify(title: string, path: string): void {
  try {
    const notification = new Notification(title, { tag: path });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // Browsers on Android show notifications only for installed apps.
    toast({ text: title });
  }
}
