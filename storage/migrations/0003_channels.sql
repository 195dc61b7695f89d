-- Several channels: what each said of a message that went out, who has left, how much may still be sent.

CREATE TABLE outbox_next (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  external TEXT NOT NULL,
  step INTEGER NOT NULL,
  position INTEGER NOT NULL,
  message TEXT NOT NULL,
  -- held: goes with the person's next contact. uncertain: the line broke, and whether it arrived is not known.
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sent', 'held', 'uncertain', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- How often it was sent without our knowing whether it arrived.
  unclear INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  -- Until when the claim holds; afterwards the row may be claimed again.
  lease_until INTEGER,
  -- What the channel gave along for answering one event, such as a welcome code.
  ticket TEXT,
  -- The channel's own id of the message.
  sent_as TEXT,
  -- Why it was not sent, for the staff.
  why TEXT,
  -- Options ticked so far, one bit each, where the channel has no list that holds them itself.
  ticked INTEGER NOT NULL DEFAULT 0,
  -- The choice that was picked last in it, and when: two quick presses are one.
  picked_place INTEGER,
  picked_at INTEGER,
  created_at INTEGER NOT NULL,
  UNIQUE (person, step, position)
) STRICT;

INSERT INTO outbox_next (id, person, channel, external, step, position, message, state, attempts, due_at,
    lease_until, created_at)
  SELECT id, person, channel, external, step, position, message, state, attempts, due_at, lease_until, created_at
  FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;

CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_unfinished ON outbox (channel, external) WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_held ON outbox (channel, external) WHERE state = 'held';

-- In a group: the channel's name for the same person in a chat between two, so that what is theirs can be found.
ALTER TABLE address ADD COLUMN alone TEXT;
CREATE INDEX address_alone ON address (channel, alone) WHERE alone IS NOT NULL;
-- Blocked the bot, or left the app: nothing is sent until they come back.
ALTER TABLE address ADD COLUMN left_at INTEGER;
-- Until when nothing is sent: a message must wait, and none may overtake it.
ALTER TABLE address ADD COLUMN wait_until INTEGER;
-- Where a channel lets us speak only so often after a person has (微信客服): when they did, and how often we since.
ALTER TABLE address ADD COLUMN heard_at INTEGER;
ALTER TABLE address ADD COLUMN sent_since INTEGER NOT NULL DEFAULT 0;
-- Since when, as far as we know, a human answers them there in our place.
ALTER TABLE address ADD COLUMN human_since INTEGER;

-- Codes of one use by which another channel joins a conversation.
CREATE TABLE link_code (
  code TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each place from which events are fetched page by page (a 微信客服 account).
CREATE TABLE feed (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  -- When we were first told of it: what happened there before is not answered.
  since INTEGER NOT NULL,
  -- Where the next page begins; null before the first.
  cursor TEXT,
  -- What the last call to fetch carried, and when it came; null when all of it has been fetched.
  token TEXT,
  wanted_at INTEGER,
  -- When it was last fetched to its end.
  looked_at INTEGER,
  -- How many events were kept of it so far, which numbers them.
  kept INTEGER NOT NULL DEFAULT 0,
  -- Who fetches now, and until when nobody else may.
  fetcher TEXT,
  lease_until INTEGER,
  PRIMARY KEY (channel, account)
) STRICT, WITHOUT ROWID;

-- Events that were fetched and not yet taken in: written together with the cursor, gone with their turn.
CREATE TABLE fetched (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  number INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- How often it could not be taken in.
  tries INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, account, number)
) STRICT, WITHOUT ROWID;
