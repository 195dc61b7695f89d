/** Figures by profile → by place: the SQL that every statistic of surveys ends in. */
/**
 * Of figures with a `profile` of `mine` (the round's, its id the first parameter). They are few, and added quickly.
 * @param keys columns that tell figures of one place apart
 * @param how by which function each figure is put together
 * @param before other tables that `figures` reads, each `name AS (…)`
 */
export function rolledUp(
  figures: string,
  keys: readonly string[],
  how: Readonly<Record<string, "sum" | "min" | "max">>,
  before: readonly string[] = [],
): string {
  const summed = Object.entries(how).map(([name, sum]) => `${sum}(${name}) AS ${name}`);
  // One term for all groupings, since D1 takes no more than five terms: each figure is added where its profile is.
  const byOne = `SELECT at.by AS by, at.place AS place, ${[...keys, ...summed].join(", ")}
    FROM figures JOIN places AS at ON at.id = figures.profile GROUP BY ${["at.by", "at.place", ...keys].join(", ")}`;
  const tables = [
    // By this index profiles come in the order of their ids, as figures lie: so they are added up without sorting.
    `mine AS (SELECT id, region, answers FROM survey_profile INDEXED BY survey_profile_round WHERE round = ?)`,
    ...before,
    `figures AS MATERIALIZED (${figures})`,
    `places AS MATERIALIZED (SELECT mine.id, 0 AS by, region AS place FROM mine
      UNION ALL SELECT mine.id, answer.key + 1, answer.value FROM mine, json_each(answers) AS answer)`,
    `told AS MATERIALIZED (${byOne})`,
  ];
  // Every enterprise has a region: all regions together are all enterprises.
  return `WITH ${tables.join(", ")} SELECT * FROM told
    UNION ALL SELECT ${["-1", "NULL", ...keys, ...summed].join(", ")} FROM told WHERE by = 0
    GROUP BY ${["by", ...keys].join(", ")}`;
}
