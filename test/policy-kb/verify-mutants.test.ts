/** A figure that is wrong is caught, unless its clause holds the wrong figure too, with the same unit. */
import { describe, expect, it } from "vitest";
import { readEvidence, sealedClauses } from "../../policy-kb/commands/evidence.ts";
import type { PolicyDocument } from "../../policy-kb/load.ts";
import { splitClauses } from "../../policy-kb/source-text.ts";
import { type Clauses, clausesOf, verifyMeasure } from "../../policy-kb/verify.ts";
import { kb } from "../support/knowledge.ts";
import { type EncodedFigure, encodedFigures, mutantsOf, slips } from "../support/mutants.ts";
import { textOf, textsAreHere } from "../support/source-texts.ts";
import { writes } from "../support/written.ts";

const documents = kb.documents.map((document) => [document.id, document] as const);

/** The other numbers of the clause, to which the eye may slip. */
function neighbours({ unit }: EncodedFigure, clause: string): number[] {
  if (unit === "date") return [];
  return [...clause.matchAll(/(\d[\d,]*(?:\.\d+)?)\s*(万?)/g)].map(
    ([, digits, scale]) => Number(digits?.replaceAll(",", "")) * (scale ? 10_000 : 1),
  );
}

interface Judged {
  /** The changed figure, for a reader. */
  shown: string;
  caught: boolean;
  /** What patterns of our own find in the clause, where its text is here. */
  written: boolean;
}

type ValuesFor = (figure: EncodedFigure, clause: string) => number[];

/** Each figure of a document changed to other values, one at a time. */
function judge(document: PolicyDocument, clauses: Clauses, valuesFor: ValuesFor): Judged[] {
  const words = splitClauses(textOf(document), document.layout);
  return document.measures.flatMap((measure) => {
    const clause = words.get(String(measure.clause)) ?? "";
    const mutants = encodedFigures(measure).flatMap((one) => mutantsOf(one, valuesFor(one, clause)));
    return mutants.map(({ path, value, unit, measure: changed }) => ({
      shown: `${path} ${value}${unit}`,
      caught: verifyMeasure(changed, kb.facts, clauses).faults.length > 0,
      written: writes(clause, value, unit),
    }));
  });
}

function judgeByText(document: PolicyDocument, valuesFor: ValuesFor): Judged[] {
  return judge(document, clausesOf(textOf(document), document.layout), valuesFor);
}

function shareCaught(judged: readonly Judged[]): number {
  return judged.filter(({ caught }) => caught).length / judged.length;
}

describe("without the source texts, against what was sealed of them", () => {
  // The others stand in their clause, too: twice 5,000元 is 10,000元, and 淄博 22 has both.
  it.each(documents)("%s: of the figures that slipped, nine in ten are caught", (_id, document) => {
    const judged = judge(document, sealedClauses(readEvidence(), document), slips);
    expect(shareCaught(judged)).toBeGreaterThan(0.9);
    expect(judged.length).toBeGreaterThan(300);
  });
});

describe.skipIf(!textsAreHere)("with the source texts (skipped where they are absent)", () => {
  it.each(documents)("%s: other eyes find each figure, too", (_id, document) => {
    const words = splitClauses(textOf(document), document.layout);
    const missed = document.measures.flatMap((measure) =>
      encodedFigures(measure)
        .filter(({ value, least, wordless }) => value >= least && !wordless)
        .filter(({ value, unit }) => !writes(words.get(String(measure.clause)) ?? "", value, unit))
        .map(({ path, value, unit }) => `${path} ${value}${unit}`),
    );
    expect(missed).toEqual([]);
  });

  it.each(documents)(
    "%s: a figure off by one, doubled or with a nought more or less is caught",
    (_id, one) => {
      const judged = judgeByText(one, slips);
      expect(judged.filter(({ caught, written }) => caught === written).map(({ shown }) => shown)).toEqual(
        [],
      );
      expect(shareCaught(judged)).toBeGreaterThan(0.9);
    },
  );

  it.each(documents)(
    "%s: another figure of its clause is caught where it counts something else",
    (_id, one) => {
      const judged = judgeByText(one, neighbours);
      expect(judged.filter(({ caught, written }) => caught === written).map(({ shown }) => shown)).toEqual(
        [],
      );
      expect(shareCaught(judged)).toBeGreaterThan(0.4);
    },
  );
});
