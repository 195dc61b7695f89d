/** Lists of enterprises, as staff send them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readGivenFile } from "../../../bot/spreadsheet/read-file.ts";
import { readTable } from "../../../bot/spreadsheet/read-table.ts";
import { officialSurvey } from "../../support/filled-survey.ts";
import { rowsXml, workbookEntries, zipOf } from "../../support/workbook.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const rowsOf = async (bytes: Uint8Array) => {
  const table = await readTable(bytes);
  return table.kind === "table" ? table.rows : table.why;
};
/** 名称,区县 CRLF 甲公司,张店 in GB 18030. */
const GBK = Uint8Array.from(
  "c3fbb3c62cc7f8cfd80d0abcd7b9abcbbe2cd5c5b5ea".match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [],
);

describe("a list", () => {
  it("is read from a .csv in the encodings that are in use", async () => {
    const expected = [
      ["名称", "区县"],
      ["甲公司", "张店"],
    ];
    const text = "名称,区县\r\n甲公司,张店";
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(text, (one) => one.charCodeAt(0)).buffer),
    ]);
    for (const bytes of [utf8(text), utf8(`\uFEFF${text}\n`), GBK, utf16, utf8(text.replaceAll(",", "\t"))])
      expect(await rowsOf(bytes)).toEqual(expected);
  });

  it("keeps what stands in quotes, and figures that were kept as text", async () => {
    const text = 'a,"甲,""乙""\n丙",\r\n="00123", 张店 ,+86 138';
    expect(await rowsOf(utf8(text))).toEqual([
      ["a", '甲,"乙"\n丙', ""],
      ["00123", "张店", "+86 138"],
    ]);
  });

  it("comes back as it was written", async () => {
    const cell = fc
      .string({ unit: fc.constantFrom("a", "甲", ",", '"', "\n", "\r", ";", "\t", "=") })
      .map((text) => `x${text}x`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        async (rows) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = ["名称,区县", ...rows.map((row) => row.map(quoted).join(","))].join("\r\n");
          expect(await rowsOf(utf8(text))).toEqual([["名称", "区县"], ...rows]);
        },
      ),
    );
  });

  it.each([
    ["nothing", new Uint8Array(), "empty"],
    ["too much", new Uint8Array(5 * 1024 * 1024 + 1), "too_big"],
    ["an old .xls under another name", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]), "old_excel"],
    ["no text", Uint8Array.from([0x81, 0xff, 0xff]), "not_text"],
    ["figures without sense", Uint8Array.from([65, 0, 66]), "not_text"],
    ["quotes without end", utf8('a,"b'), "broken"],
    ["20,001 rows", utf8("a\n".repeat(20_001)), "too_many_rows"],
    ["201 columns", utf8(",".repeat(201)), "too_many_columns"],
    ["a formula", utf8("a,b\nc,=cmd|'/c calc'!A0"), "formula"],
  ])("is refused where it is %s", async (_name, bytes, why) => {
    expect(await rowsOf(bytes)).toBe(why);
  });

  it("is read from an .xlsx, every value as text", async () => {
    const bytes = zipOf(
      workbookEntries(
        rowsXml([
          ["名称", "人数", "是"],
          [" 甲公司 ", 12.5, true],
          ["乙", null, false],
        ]),
      ),
    );
    expect(await rowsOf(bytes)).toEqual([
      ["名称", "人数", "是"],
      ["甲公司", "12.5", "true"],
      ["乙", "", "false"],
    ]);
  });

  it("is told from a form by its name and content", async () => {
    const survey = officialSurvey();
    const csv = await readGivenFile("企业名单.CSV", GBK, [survey]);
    expect(csv).toMatchObject({
      kind: "table",
      rows: [
        ["名称", "区县"],
        ["甲公司", "张店"],
      ],
    });
    expect(await readGivenFile("企业名单", GBK, [survey])).toMatchObject({ why: "not_excel" });
  });
});
