-- Staff: who they are, the codes by which they come, what they did, and the lists and handings-over they have under way.

-- Has one row and is never given another: a batch that may not be written tries to, and is undone whole.
CREATE TABLE refusal (
  id INTEGER PRIMARY KEY
) STRICT;
INSERT INTO refusal (id) VALUES (1);

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL UNIQUE REFERENCES person (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'approver', 'admin')),
  -- As they are called in the audit.
  name TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

-- Codes of one use by which somebody becomes staff; only their hashes are kept.
CREATE TABLE staff_code (
  hash TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'approver', 'admin')),
  name TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

-- What staff did. Written in the batch of the act itself; the name stays where the person is deleted.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  act TEXT NOT NULL,
  -- A round, round/credit code, or what a colleague is called.
  what TEXT NOT NULL,
  -- JSON; nothing private of anybody.
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX audit_staff ON audit (staff);
CREATE INDEX audit_at ON audit (at);

-- A list of enterprises that was sent and waits for a yes.
CREATE TABLE survey_list (
  id TEXT PRIMARY KEY,
  round TEXT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_list_person ON survey_list (person);

CREATE TABLE survey_list_row (
  list TEXT NOT NULL REFERENCES survey_list (id) ON DELETE CASCADE,
  credit_code TEXT NOT NULL,
  name TEXT NOT NULL,
  region TEXT NOT NULL,
  contact_sealed TEXT,
  phone_sealed TEXT,
  PRIMARY KEY (list, credit_code)
) STRICT, WITHOUT ROWID;

-- The draft that a message asks to hand in: it is taken back where that is done, or over, before it goes out.
ALTER TABLE outbox ADD COLUMN about TEXT;
CREATE INDEX outbox_about ON outbox (about) WHERE about IS NOT NULL AND state IN ('waiting', 'held');

-- Codes of one use by which somebody of the enterprise takes over what staff have filled; only their hashes.
CREATE TABLE survey_handover (
  hash TEXT PRIMARY KEY,
  draft TEXT NOT NULL REFERENCES survey_draft (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_handover_draft ON survey_handover (draft);
