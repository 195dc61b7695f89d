/** Files that mean harm, each written by hand, and what is told to whoever sent them. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readGivenFile } from "../../../bot/spreadsheet/read-file.ts";
import { readTable } from "../../../bot/spreadsheet/read-table.ts";
import { cellName } from "../../../bot/spreadsheet/worksheet.ts";
import { writeForm } from "../../../bot/spreadsheet/write-form.ts";
import { officialSurvey, TYPICAL } from "../../support/filled-survey.ts";
import { changedParts, type Entry, rowsXml, workbookEntries, zipOf } from "../../support/workbook.ts";

const survey = officialSurvey();
const read = (bytes: Uint8Array, name = "表.xlsx") => readGivenFile(name, bytes, [survey]);
const book = (sheetData: string, ...more: Entry[]) => zipOf([...workbookEntries(sheetData), ...more]);
const fine = rowsXml([
  ["名称", "人数"],
  ["甲公司", 12],
]);
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const utf16 = (text: string) => [...text].flatMap((letter) => [letter.charCodeAt(0), 0]);

/** Changes one entry of a plain workbook, or adds one. */
function with_(name: string, data: string | Uint8Array, claims: Entry["claims"] = {}): Uint8Array {
  const others = workbookEntries(fine).filter((entry) => entry.name !== name);
  return zipOf([...others, { name, data, claims }]);
}

/** Something that stands behind a sheet's cells. */
const beside = (inside: string) =>
  with_(SHEET, `<worksheet><sheetData>${fine}</sheetData>${inside}</worksheet>`);

const RELS = "xl/worksheets/_rels/sheet1.xml.rels";
const rels = (type: string, more = "") =>
  `<Relationships><Relationship Id="r" Type="http://x/${type}" Target="y" ${more}/></Relationships>`;
const workbook = (inside: string) =>
  `<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>${inside}</workbook>`;
const sheet = (inside: string) => `<worksheet><sheetData>${inside}</sheetData></worksheet>`;
const SHEET = "xl/worksheets/sheet1.xml";
const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;

const hundredCells = (number: number) =>
  row(
    number,
    Array.from(
      { length: 100 },
      (_, at) => `<c r="${cellName(number - 1, at)}"><v>${(at * 7919) % number}</v></c>`,
    ).join(""),
  );

/** Of many names, since what repeats too much is taken for a bomb. */
const manyTags = () => Array.from({ length: 1_500_000 }, (_, at) => `<b${(at * 7919) % 997}/>`).join("");

describe("the guard before a spreadsheet", () => {
  it("lets a plain workbook pass, with links to press and what Excel adds to it", async () => {
    const bytes = zipOf([
      ...workbookEntries(fine),
      { name: RELS, data: rels("hyperlink", 'TargetMode="External"') },
      { name: "xl/printerSettings/printerSettings1.bin", data: new Uint8Array(64) },
      { name: "docProps/app.xml", data: "<Properties/>" },
    ]);
    expect(await read(bytes)).toEqual({
      kind: "table",
      rows: [
        ["名称", "人数"],
        ["甲公司", "12"],
      ],
    });
  });

  it.each<[string, string, Uint8Array]>([
    ["nothing at all", "empty", new Uint8Array()],
    ["over 5 MB", "too_big", new Uint8Array(5 * 1024 * 1024 + 1)],
    ["a picture", "not_excel", Uint8Array.from([0x89, 0x50, 0x4e, 0x47])],
    ["an old .xls", "old_excel", Uint8Array.from([...OLE, ...utf16("Workbook")])],
    ["a password", "encrypted", Uint8Array.from([...OLE, ...utf16("EncryptedPackage")])],
    ["a .docx", "not_excel", zipOf([{ name: "word/document.xml", data: "<x/>" }])],
    ["an .xlsb", "other_excel", zipOf([{ name: "xl/workbook.bin", data: "x" }])],
    ["an .ods", "other_excel", zipOf([{ name: "content.xml", data: "<x/>" }])],
    ["a broken end", "broken", book(fine).subarray(0, 900)],
    ["an encrypted entry", "encrypted", with_("a.xml", "<a/>", { flags: 1 })],
    ["a bomb that says so", "inflates", with_("a.xml", new Uint8Array(25 * 1024 * 1024))],
    ["a bomb in little", "inflates", with_("a.xml", new Uint8Array(4 * 1024 * 1024))],
    [
      "a bomb that says it is small",
      "inflates",
      with_("a.xml", new Uint8Array(4 * 1024 * 1024), { size: 100 }),
    ],
    ["less than it says", "broken", with_("a.xml", "<a/>", { size: 5 })],
    ["a wrong check sum", "broken", with_("a.xml", "<a/>", { crc: 1 })],
    [
      "501 entries",
      "suspicious",
      zipOf(Array.from({ length: 501 }, (_, at) => ({ name: `${at}`, data: "" }))),
    ],
    ["two of one name", "suspicious", book(fine, { name: "xl/Workbook.xml", data: workbook("") })],
    ["another name inside", "suspicious", with_("a.xml", "<a/>", { localName: "b.xml" })],
    ["entries that overlap", "suspicious", overlapping()],
    ["a path that climbs", "suspicious", with_("xl/../../a.xml", "<a/>")],
    ["an absolute path", "suspicious", with_("/etc/a.xml", "<a/>")],
    ["a path of Windows", "suspicious", with_("xl\\a.xml", "<a/>")],
    ["an unknown packing", "suspicious", with_("a.xml", "<a/>", { method: 12 })],
    ["something in front", "suspicious", zipOf(workbookEntries(fine), { before: "PK\x03\x04" })],
    ["something behind", "broken", zipOf(workbookEntries(fine), { after: "<html>" })],
    ["macros", "macros", book(fine, { name: "xl/vbaProject.bin", data: "x" })],
    ["macros of Excel 4", "macros", book(fine, { name: "xl/macrosheets/sheet1.xml", data: "<a/>" })],
    [
      "the type of an .xlsm",
      "macros",
      with_(
        "[Content_Types].xml",
        `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`,
      ),
    ],
    ["a macro by relation", "macros", with_(RELS, rels("vbaProject"))],
    [
      "what starts by itself",
      "macros",
      with_(
        "xl/workbook.xml",
        workbook(`<definedNames><definedName name="_xlnm.Auto_Open">a!$A$1</definedName></definedNames>`),
      ),
    ],
    ["another workbook", "links", book(fine, { name: "xl/externalLinks/externalLink1.xml", data: "<a/>" })],
    ["another workbook by relation", "links", with_(RELS, rels("externalLinkPath"))],
    ["a picture from the net", "links", with_(RELS, rels("image", 'TargetMode="External"'))],
    ["a data source", "links", book(fine, { name: "xl/connections.xml", data: "<a/>" })],
    ["DDE", "links", book(fine, { name: "xl/a.xml", data: `<a><ddeLink ddeService="cmd"/></a>` })],
    [
      "DDE in a name",
      "links",
      with_(
        "xl/workbook.xml",
        workbook(`<definedNames><definedName name="a">cmd|'/c calc'!A0</definedName></definedNames>`),
      ),
    ],
    [
      "an OLE object",
      "embedded",
      with_(SHEET, `<worksheet><sheetData/><oleObjects><oleObject/></oleObjects></worksheet>`),
    ],
    ["a file in it", "embedded", book(fine, { name: "xl/embeddings/a.xlsx", data: "x" })],
    ["a .zip under another name", "embedded", book(fine, { name: "xl/media/a.png", data: book(fine) })],
    ["an ActiveX control", "embedded", book(fine, { name: "xl/activeX/a.xml", data: "<a/>" })],
    [
      "a conditional format that works something out",
      "formula_elsewhere",
      beside(
        "<conditionalFormatting><cfRule><formula>A1&gt;SUM(B1:B9)</formula></cfRule></conditionalFormatting>",
      ),
    ],
    ["a scale that works something out", "formula_elsewhere", beside(`<cfvo type="formula" val="A1+1"/>`)],
    [
      "a list that is fetched",
      "formula_elsewhere",
      beside(`<dataValidation type="list"><formula1>INDIRECT("A1")</formula1></dataValidation>`),
    ],
    [
      "a list of the newer kind",
      "formula_elsewhere",
      beside("<x14:formula1><xm:f>Sheet2!A1:A9</xm:f></x14:formula1>"),
    ],
    ["a list behind a comment", "formula_elsewhere", beside(`<formula1>"a"<!-- -->&amp;A1</formula1>`)],
    ["a list in CDATA", "formula_elsewhere", beside("<formula1><![CDATA[A1]]></formula1>")],
    [
      "a list that is joined",
      "formula_elsewhere",
      beside(`<formula1>"a"&amp;WEBSERVICE("http://x")&amp;"b"</formula1>`),
    ],
    [
      "a name that works something out",
      "formula_elsewhere",
      with_(
        "xl/workbook.xml",
        workbook("<definedNames><definedName name='a'>WEBSERVICE(\"http://x\")</definedName></definedNames>"),
      ),
    ],
    [
      "a column that is worked out",
      "formula_elsewhere",
      book(fine, {
        name: "xl/tables/table1.xml",
        data: "<table><calculatedColumnFormula>A1+1</calculatedColumnFormula></table>",
      }),
    ],
    ["a DTD", "suspicious", with_(SHEET, `<!DOCTYPE a [<!ENTITY b "c">]>${sheet(fine)}`)],
    ["another encoding", "suspicious", with_(SHEET, Uint8Array.from([0xff, 0xfe, ...utf16(sheet(fine))]))],
    ["a cell in the last row", "too_many_rows", book(row(1048576, `<c r="A1048576"><v>1</v></c>`))],
    ["a cell in the last column", "too_many_columns", book(row(1, `<c r="XFD1"><v>1</v></c>`))],
    [
      "201,000 cells",
      "too_much_text",
      book(Array.from({ length: 2010 }, (_, at) => hundredCells(at + 1)).join("")),
    ],
    ["a million and a half of tags", "too_much_text", with_("a.xml", `<a>${manyTags()}</a>`)],
    ["a cell with two places", "suspicious", book(row(1, `<c x:r="XFD1" r="A1"><v>1</v></c>`))],
    ["a cell in another row", "broken", book(row(1048576, `<c r="A1"><v>1</v></c>`))],
    ["a place that hides behind quotes", "broken", book(row(1, `<c a=">" r="&#65;1"><v>1</v></c>`))],
    ["a tag without an end", "broken", with_(SHEET, "<worksheet><sheetData><row r='1'")],
  ])("refuses %s: %s", async (_name, why, bytes) => {
    const result = await read(bytes);
    expect(result).toMatchObject({ kind: "refused", why });
    expect("says" in result && /[一-龥]{2}/.test(result.says) && !result.says.includes("{")).toBe(true);
  });

  it.each([
    ["<f>SUM(A1:A2)</f><v>3</v>", "B7里是公式，请改成算好的数字。"],
    ["<x:f t='shared' si='0'/><v>3</v>", "B7里是公式，请改成算好的数字。"],
  ])("names the cell of a formula: %s", async (inside, says) => {
    expect(await read(book(row(7, `<c r="B7">${inside}</c>`)))).toEqual({
      kind: "refused",
      why: "formula",
      says,
    });
  });

  it("names the cell in which an error stands, which would count as empty", async () => {
    expect(await read(book(row(7, `<c r="B7" t="e"><v>#REF!</v></c>`)))).toMatchObject({
      why: "error_value",
      says: "B7里是错误值#REF!，请改成要填的内容。",
    });
  });

  it("lets lists to pick from, limits, and names of places pass", async () => {
    const lists = `<dataValidations><dataValidation type="list"><formula1>"甲,乙(丙)"</formula1><formula2>0</formula2></dataValidation></dataValidations>`;
    expect(await read(beside(lists))).toMatchObject({ kind: "table" });
    const names = `<definedNames><definedName name="_xlnm.Print_Area">'名单 (2)'!$A$1:$C$9,表!$A$1</definedName></definedNames>`;
    expect(await read(with_("xl/workbook.xml", workbook(names)))).toMatchObject({ kind: "table" });
  });

  it("reads on where only colours and borders go down to the last row", async () => {
    const coloured = row(1048576, `<c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c>`);
    const wide = `<row r="2"><c r="A2"><v>5</v></c><c r="XFD2"/></row><row r="60000" ht="20"/>`;
    expect(await read(book(wide + coloured))).toEqual({ kind: "table", rows: [[""], ["5"]] });
  });

  it("reads a text that stands across the pieces in which the library reads", async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => [`第${at}家有限公司`, at, at % 2 === 0]);
    const expected = rows.map((cells) => cells.map(String));
    expect(await readTable(book(rowsXml(rows)))).toEqual({ kind: "table", rows: expected });
  });
});

/** An entry in whose data another one begins. */
function overlapping(): Uint8Array {
  const inner: Entry = { name: "b.xml", data: "<b/>" };
  const outer: Entry = { name: "a.bin", data: zipOf([inner]), claims: { method: 0 } };
  return zipOf([outer, ...workbookEntries(fine), { ...inner, claims: { header: 30 + "a.bin".length } }]);
}

describe("any bytes at all", () => {
  let form: Uint8Array;
  beforeAll(async () => {
    form = await writeForm(survey, TYPICAL);
  });

  it("are a table, a form, or refused with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("a.xlsx", "a.csv", "a"),
        fc.constantFrom([], [0x50, 0x4b, 3, 4], OLE, [0xef, 0xbb, 0xbf]),
        async (bytes, name, mark) => {
          const result = await read(Uint8Array.from([...mark, ...bytes]), name);
          expect(["table", "form", "refused"]).toContain(result.kind);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of a form that was damaged on the way never become other answers", async () => {
    const whole = await read(form);
    const damage = fc.array(fc.tuple(fc.nat(form.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Uint8Array.from(form);
        for (const [at, byte] of changes) bytes[at] = byte;
        const result = await read(bytes);
        // A date of the archive or the like may change; what is read is the same, or nothing is.
        if (result.kind === "form") expect(result).toEqual(whole);
        else expect(result.kind).toBe("refused");
      }),
      { numRuns: 400 },
    );
  });

  it("of XML that was damaged by somebody who keeps the archive whole never hang nor throw", async () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      '"',
      "</row>",
      "<c>",
      "<c r='A1'>",
      "<!--",
      "]]>",
      "&#0;",
      "r=",
      "<v>",
      "</v>",
    );
    const part = fc.constantFrom(
      "xl/worksheets/sheet1.xml",
      "xl/workbook.xml",
      "xl/sharedStrings.xml",
      "xl/styles.xml",
    );
    await fc.assert(
      fc.asyncProperty(
        part,
        fc.array(fc.tuple(fc.nat(20_000), piece), { minLength: 1, maxLength: 3 }),
        async (name, pieces) => {
          const bytes = changedParts(form, (parts) => {
            for (const [at, text] of pieces) {
              const xml = parts[name] ?? "";
              parts[name] = xml.slice(0, at % xml.length) + text + xml.slice(at % xml.length);
            }
          });
          expect(["table", "form", "refused"]).toContain((await read(bytes)).kind);
        },
      ),
      { numRuns: 200 },
    );
  });
});
