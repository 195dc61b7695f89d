/** The beginning of a new policy file, with comments that say what goes where. */
export function newDocument(id: string, today: string): string {
  return `# yaml-language-server: $schema=../document.schema.json
# Names, figures, dates, units and clause numbers are the document's; every sentence is our own.
# Where the text can be read in two ways, a note tells the person so.
id: ${id}
title: 文件全名                     # as printed on the document; kb verify finds the source text by it
short: 简称                         # as people will read it behind 依据
number: null                        # 文号, or null where it has none
issuers: [某某市人力资源和社会保障局]
region: 某某市                      # must be a choice of the fact city in facts.yaml
issued: ${today}
period: { from: ${today}, to: null } # to: null where the document names no end
layout: { numbering: arabic }       # or parenthesised, for （一）（二）; closing: the first words of the closing rules
stacking: []                        # what may not be held together, each with the clause that says so
measures:
  - clause: 1                       # a number, or the document's own label as text: "四(一)", 文末
    title: 项目名称
    kind: benefit                   # award, programme, target, service, platform, evaluation, competition, …
    summary: 用自己的话写一两句，工人一看就懂。
    responsible: [市人力资源社会保障局]
    keywords: [大家平时怎么叫它]
    questions: [大家会怎么问？]
    details: [选人看什么，另起一行写清楚。]   # what else the clause says, a fact a line, told where a question is about it
    unsaid: []                      # names that the document never spells out, as people type them: 四强产业
    benefits:
      - id: technician
        title: 技师补贴
        recipient: worker           # enterprise, school, training_provider, workstation, organizer, student, other
        fund: 市级财政
        when:                       # place and role come by themselves
          all:
            - { fact: skill_level, is: 技师 }
            - { fact: newly_certified, is: true }
        amount: { kind: exact, yuan: 1000 } # range, floor, cap, ratio, unspecified
        examples:                   # one that gets it, one that does not, one that is not decided yet
          - { why: 刚考下技师, facts: { role: 个人, skill_level: 技师, newly_certified: true }, verdict: yes, yuan: 1000 }
          - { why: 还是高级工, facts: { role: 个人, skill_level: 高级工 }, verdict: no }
          - { why: 没说等级, facts: { role: 个人 }, verdict: unknown }
`;
}
