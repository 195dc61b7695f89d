-- People, their conversations, what has come in and what is to go out. Times are milliseconds since 1970.
-- One dialect: SQLite and D1 take this file as it stands; for Postgres leave out STRICT and WITHOUT ROWID.

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  -- Facts kept beyond the conversation, as JSON; null until the person has said yes to it.
  kept_facts TEXT,
  -- When the conversation was put away; of no meaning while there is one.
  quiet_since INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE address (
  channel TEXT NOT NULL,
  external TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (channel, external)
) STRICT, WITHOUT ROWID;

CREATE INDEX address_person ON address (person);

CREATE TABLE conversation (
  person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  state TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversation_updated ON conversation (updated_at);

-- One row a turn. Inserted first: a second turn from the same state finds its step taken and is undone whole.
CREATE TABLE conversation_step (
  person TEXT NOT NULL REFERENCES conversation (person) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  -- What the person said, only where the channel itself does not show it again (the web chat).
  said TEXT,
  event_id TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (person, step)
) STRICT, WITHOUT ROWID;

-- Every event that was taken in. Names nobody: channels whose event ids contain a person's name hash them.
CREATE TABLE inbound (
  channel TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (channel, event_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX inbound_at ON inbound (at);

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  external TEXT NOT NULL,
  step INTEGER NOT NULL,
  position INTEGER NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  -- Until when the claim holds; afterwards the row may be claimed again.
  lease_until INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (person, step, position)
) STRICT;

CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('waiting', 'claimed');
