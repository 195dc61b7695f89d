-- Files that people sent and that are still to be fetched from the channel: what it fetches them by, never what they
-- hold. A row goes once the file was taken into the conversation.
CREATE TABLE given_file (
  channel TEXT NOT NULL,
  event_id TEXT NOT NULL,
  -- Who sent it, where they are known by then: it goes with them.
  external TEXT,
  -- The event without the file, and by what the channel fetches it, as JSON.
  event TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  -- Until when nobody else fetches it.
  lease_until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, event_id),
  FOREIGN KEY (channel, external) REFERENCES address (channel, external) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX given_file_due ON given_file (due_at);
CREATE INDEX given_file_address ON given_file (channel, external);
