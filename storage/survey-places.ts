/** Figures by profile → by place: the SQL that every statistic of surveys ends in. */
/**
 * Of figures with a `profile` of `mine` (the round's, its id the first parameter). They are few, and added quickly.
 * @param questions how many there are in `statistics.by`
 * @param keys columns that tell figures of one place apart
 * @param how by which function each figure is put together
 * @param before other tables that `figures` reads, each `name AS (…)`
 */
export function rolledUp(
  figures: string,
  questions: number,
  keys: readonly string[],
  how: Readonly<Record<string, "sum" | "min" | "max">>,
  before: readonly string[] = [],
): string {
  const summed = Object.entries(how).map(([name, sum]) => `${sum}(${name}) AS ${name}`);
  const answers = Array.from({ length: questions }, (_, index) => `answer${index}`);
  const found = answers.map((name, index) => `json_extract(answers, '$[${index}]') AS ${name}`);
  const byOne = ["region", ...answers].map(
    (place, by) => `SELECT ${[`${by} AS by`, `${place} AS place`, ...keys, ...summed].join(", ")}
      FROM figures JOIN places ON places.id = figures.profile GROUP BY ${[place, ...keys].join(", ")}`,
  );
  const tables = [
    // By this index profiles come in the order of their ids, as figures lie: so they are added up without sorting.
    `mine AS (SELECT id, region, answers FROM survey_profile INDEXED BY survey_profile_round WHERE round = ?)`,
    ...before,
    `figures AS MATERIALIZED (${figures})`,
    `places AS MATERIALIZED (SELECT ${["id", "region", ...found].join(", ")} FROM mine)`,
    `told AS MATERIALIZED (${byOne.join(" UNION ALL ")})`,
  ];
  // Every enterprise has a region: all regions together are all enterprises.
  return `WITH ${tables.join(", ")} SELECT * FROM told
    UNION ALL SELECT ${["-1", "NULL", ...keys, ...summed].join(", ")} FROM told WHERE by = 0
    GROUP BY ${["by", ...keys].join(", ")}`;
}
