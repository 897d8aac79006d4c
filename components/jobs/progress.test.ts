import { describe, expect, test } from "vitest";
import { findProgress, parseProgress } from "./progress";

describe("parseProgress", () => {
  test("reads tqdm's bar and the remaining time that it shows", () => {
    expect(parseProgress(" 78%|███████▊  | 78/100 [00:41<00:12,  1.89it/s]")).toEqual({
      fraction: 0.78,
      left: "12s",
    });
    expect(parseProgress("train:   5%|▌  | 5/100 [00:01<?, ?it/s]")).toEqual({ fraction: 0.05, left: null });
  });
  test("reads bars that describe the remaining time in words", () =>
    expect(parseProgress("Working:  20%|█████     | 39/200 [24s left]")).toEqual({ fraction: 0.2, left: "24s" }));
  test("formats the remaining time as other pages do", () => {
    const leftOf = (text: string) => parseProgress(`5%|▌  | 5/100 [00:01<${text}, 2it/s]`)?.left;
    expect(["05", "10:05", "4:13:54", "1 day, 2:00:00"].map(leftOf)).toEqual(["5s", "10m 5s", "4h 13m", "1 day"]);
  });
  test("reads other bars and lone percentages", () => {
    expect(parseProgress("[#####-----] 50%")).toEqual({ fraction: 0.5, left: null });
    expect(parseProgress("Progress: 12.5 %")).toEqual({ fraction: 0.12, left: null });
    expect(parseProgress("done 40%")).toEqual({ fraction: 0.4, left: null });
  });
  test("leaves other lines alone", () => {
    expect(parseProgress("accuracy was 93% better than the other method")).toBeNull();
    expect(parseProgress("growth 250%")).toBeNull();
    expect(parseProgress("plain")).toBeNull();
  });
});

test("findProgress finds the last progress in the end of an output", () => {
  expect(findProgress("8;5m 10%|#\r\u001b[2K\u001b[32m 40%|##  | 2/5 [00:02<00:03]\u001b[0m\r\n")).toEqual({
    fraction: 0.4,
    left: "3s",
  });
  expect(findProgress("[#---] 20%\nwrote part 1\n")).toEqual({ fraction: 0.2, left: null });
  expect(findProgress("")).toBeNull();
});
