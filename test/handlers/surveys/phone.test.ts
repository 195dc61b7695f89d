/** Telephone numbers as people write them. */
import { describe, expect, it } from "vitest";
import { maskedName, maskedPhone, readPhone, whyNoPhone } from "../../../handlers/surveys/phone.ts";
import { readCell } from "../../../handlers/surveys/read-cell.ts";
import { skills2021 } from "../../support/survey-file.ts";

describe("a number that can be called", () => {
  it.each([
    ["13800000001", "13800000001"],
    ["138 0000 0001", "13800000001"],
    ["138-0000-0001", "13800000001"],
    ["138.0000.0001", "13800000001"],
    ["１３８０００００００１", "13800000001"],
    ["+86 138 0000 0001", "13800000001"],
    ["+86-13800000001", "13800000001"],
    ["008613800000001", "13800000001"],
    ["8613800000001", "13800000001"],
    ["19900000001", "19900000001"],
    ["0533-2345678", "0533-2345678"],
    ["0533—2345678", "0533-2345678"],
    ["05332345678", "0533-2345678"],
    ["（0533）2345678", "0533-2345678"],
    ["0533 234 5678", "0533-2345678"],
    ["01062345678", "010-62345678"],
    ["010-62345678", "010-62345678"],
    ["02162345678", "021-62345678"],
    ["0532-82345678", "0532-82345678"],
    ["+861062345678", "010-62345678"],
    ["+86 533 2345678", "0533-2345678"],
    ["+86 (0533) 2345678", "0533-2345678"],
    ["0533-2345678转8", "0533-2345678转8"],
    ["0533-2345678-801", "0533-2345678转801"],
    ["0533-2345678分机801", "0533-2345678转801"],
    ["0533-2345678 ext. 801", "0533-2345678转801"],
    ["400-123-4567", "400-123-4567"],
    ["4001234567", "400-123-4567"],
    ["+86 400 123 4567", "400-123-4567"],
    ["800-810-1234", "800-810-1234"],
  ])("%s", (text, phone) => {
    expect(readPhone(text)).toBe(phone);
    expect(readPhone(phone)).toBe(phone);
  });
});

describe("no number that can be called", () => {
  it.each([
    ["+852 2123 4567", "abroad"],
    ["00852-21234567", "abroad"],
    ["+1 650 253 0000", "abroad"],
    ["2345678", "no_area"],
    ["8234-5678", "no_area"],
    ["12800000001", "no_phone"],
    ["1380000001", "no_phone"],
    ["138000000011", "no_phone"],
    ["13800000001/13900000001", "no_phone"],
    ["13800000001 王强", "no_phone"],
    ["0533234567812", "no_phone"],
    ["0133-2345678", "no_phone"],
    ["0533-1345678", "no_phone"],
    ["010-6234567812", "no_phone"],
    ["95588", "no_phone"],
    ["110", "no_phone"],
    ["没有", "no_phone"],
    ["", "no_phone"],
  ])("%s: %s", (text, why) => {
    expect(readPhone(text)).toBeUndefined();
    expect(whyNoPhone(text)).toBe(why);
  });

  it("is refused with how to write it", () => {
    const says = (raw: string) => JSON.stringify(readCell(skills2021, "manager_phone", raw, "2026-11-20"));
    expect(says("+852 2123 4567")).toContain("这里只能填内地的电话号码");
    expect(says("2345678")).toContain("座机请加上区号");
    expect(says("1380000001")).toContain("手机写11位数字");
  });
});

it("who wrote a number or a name knows it again, and nobody else learns it", () => {
  expect(maskedPhone("13800000001")).toBe("138****0001");
  expect([maskedName("王小强"), maskedName("王"), maskedName("𠮷田")]).toEqual(["王**", "王*", "𠮷*"]);
});
