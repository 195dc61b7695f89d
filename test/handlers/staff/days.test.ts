import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterQuietHours } from "../../../handlers/quiet-hours.ts";
import { readDay } from "../../../handlers/read-day.ts";

/** A Friday. */
const TODAY = "2026-11-20";

describe("a day as people name it", () => {
  it.each([
    ["今天", "2026-11-20"],
    ["从明天起", "2026-11-21"],
    ["12月31日", "2026-12-31"],
    ["到12月31号", "2026-12-31"],
    ["十二月三十一日截止", "2026-12-31"],
    ["12.31", "2026-12-31"],
    ["12-31", "2026-12-31"],
    ["1月5日", "2027-01-05"],
    ["11月15日", "2026-11-15"],
    ["2027年2月28日", "2027-02-28"],
    ["2027-2-28", "2027-02-28"],
    ["20270228", "2027-02-28"],
    ["2027年2月29日", undefined],
    ["明年3月1日", "2027-03-01"],
    ["25号", "2026-11-25"],
    ["下个月15号", "2026-12-15"],
    ["周一", "2026-11-23"],
    ["本周日", "2026-11-22"],
    ["下周五", "2026-11-27"],
    ["月底", "2026-11-30"],
    ["下月底", "2026-12-31"],
    ["年底", "2026-12-31"],
    ["两周后", "2026-12-04"],
    ["30天后", "2026-12-20"],
    ["一个月", "2026-12-20"],
    ["半个月", "2026-12-05"],
    ["随便", undefined],
    ["13月1日", undefined],
    ["", undefined],
  ])("%s is %s", (text, day) => {
    expect(readDay(text, TODAY)).toBe(day);
  });

  it("never fails, and gives only real days", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[\d年月日号.\-周天后半一两下个]{0,9}$/)),
        (text) => {
          const day = readDay(text, TODAY);
          if (day !== undefined) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
        },
      ),
    );
  });
});

describe("the quiet hours", () => {
  const NIGHT = { from: "22:00", to: "08:00" };
  it.each([
    ["2026-11-20T21:59:59+08:00", NIGHT, "2026-11-20T21:59:59+08:00"],
    ["2026-11-20T22:00:00+08:00", NIGHT, "2026-11-21T00:00:00.000Z"],
    ["2026-11-21T07:59:30+08:00", NIGHT, "2026-11-21T00:00:00.000Z"],
    ["2026-11-21T08:00:00+08:00", NIGHT, "2026-11-21T08:00:00+08:00"],
    ["2026-11-21T12:30:00+08:00", { from: "12:00", to: "14:00" }, "2026-11-21T06:00:00.000Z"],
    ["2026-11-21T03:00:00+08:00", { from: "12:00", to: "12:00" }, "2026-11-21T03:00:00+08:00"],
  ])("%s waits until %s", (at, hours, due) => {
    expect(afterQuietHours(at, hours)).toBe(due);
  });
});
