-- Surveys of enterprises: rounds, who is invited, drafts cell by cell, and what was handed in. Days are "2026-11-20"
-- in Asia/Shanghai, times milliseconds since 1970. `sealed` is encrypted: names and numbers of people.

CREATE TABLE survey_round (
  id TEXT PRIMARY KEY,
  survey TEXT NOT NULL,
  title TEXT NOT NULL,
  -- Districts or towns that it is for, as a JSON list; empty for all.
  regions TEXT NOT NULL,
  opens TEXT NOT NULL,
  closes TEXT NOT NULL,
  -- Closed by hand before its last day.
  closed_at INTEGER,
  invited_only INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE enterprise (
  credit_code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  region TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE survey_invitation (
  round TEXT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
  credit_code TEXT NOT NULL REFERENCES enterprise (credit_code),
  -- Whom the list names for the enterprise, and their number.
  contact_sealed TEXT,
  phone_sealed TEXT,
  -- How often the end of that number was told wrong on a day, by whomever.
  wrong INTEGER NOT NULL DEFAULT 0,
  wrong_on TEXT,
  invited_at INTEGER NOT NULL,
  PRIMARY KEY (round, credit_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE survey_draft (
  -- round/credit code
  id TEXT PRIMARY KEY,
  round TEXT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
  credit_code TEXT NOT NULL REFERENCES enterprise (credit_code),
  -- The version of the survey that the cells fit.
  version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  -- Filled by staff at the enterprise's place, and not confirmed by anybody of the enterprise.
  to_confirm INTEGER NOT NULL DEFAULT 0,
  -- The number of the filing that counts; null before the first.
  filing INTEGER,
  begun_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  reminded_at INTEGER,
  UNIQUE (round, credit_code)
) STRICT;

-- One row a cell. A yes is the number 1, a no the number 0.
CREATE TABLE survey_draft_cell (
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  line TEXT NOT NULL,
  field TEXT NOT NULL,
  number REAL,
  text TEXT,
  sealed TEXT,
  PRIMARY KEY (draft, question, line, field)
) STRICT, WITHOUT ROWID;

-- One row a change, inserted first: a change made from an older revision finds its number taken and is undone whole.
CREATE TABLE survey_draft_change (
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('chat', 'page', 'excel', 'staff', 'rebase')),
  person TEXT REFERENCES person (id) ON DELETE SET NULL,
  -- Which cells, as a JSON list; not what stood in them.
  cells TEXT NOT NULL,
  PRIMARY KEY (draft, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_draft_change_person ON survey_draft_change (person);

-- Who may fill it; the first of an enterprise is let in at once, others by one who is in, or by staff.
CREATE TABLE survey_editor (
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('in', 'asked', 'refused')),
  -- On behalf of the enterprise, by staff: holds only while they may.
  as_staff INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL,
  -- By what those who are in are told of whoever asks.
  code TEXT,
  -- How often they were refused, or put out.
  refused INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (draft, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_editor_person ON survey_editor (person);
CREATE UNIQUE INDEX survey_editor_code ON survey_editor (draft, code) WHERE code IS NOT NULL;

-- What figures are told apart by: the filings of one region with the same answers to the survey's `statistics.by`.
CREATE TABLE survey_profile (
  id INTEGER PRIMARY KEY,
  round TEXT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
  region TEXT NOT NULL,
  -- The questions, as a JSON list, and the answers to them, as another; null where there is none.
  questions TEXT NOT NULL,
  answers TEXT NOT NULL,
  UNIQUE (round, region, questions, answers)
) STRICT;

CREATE INDEX survey_profile_round ON survey_profile (round);

-- What was handed in, each time: the last of a draft is the one that counts, the others are its history.
CREATE TABLE survey_filing (
  id INTEGER PRIMARY KEY,
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- The draft's revision that was handed in.
  revision INTEGER NOT NULL,
  receipt TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  person TEXT REFERENCES person (id) ON DELETE SET NULL,
  -- Where it counts in statistics; null before it has been put there, and once another filing counts.
  profile INTEGER REFERENCES survey_profile (id) ON DELETE SET NULL,
  UNIQUE (draft, number)
) STRICT;

CREATE INDEX survey_filing_person ON survey_filing (person);
CREATE INDEX survey_filing_profile ON survey_filing (profile);

CREATE TABLE survey_filed_cell (
  filing INTEGER NOT NULL REFERENCES survey_filing (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  line TEXT NOT NULL,
  field TEXT NOT NULL,
  number REAL,
  text TEXT,
  sealed TEXT,
  -- Of figures that count, the filing's; a repeat's rows have none, since they are summed by what stands in them.
  profile INTEGER,
  PRIMARY KEY (filing, question, line, field)
) STRICT, WITHOUT ROWID;

-- The figures of a profile lie in the order of the form, so that statistics add them up without sorting.
CREATE INDEX survey_filed_cell_profile ON survey_filed_cell (profile, question, line, field, number)
  WHERE profile IS NOT NULL;

-- Links from the chat to the form page, of one use.
CREATE TABLE survey_link (
  nonce TEXT PRIMARY KEY,
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  spent_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_link_person ON survey_link (person);
