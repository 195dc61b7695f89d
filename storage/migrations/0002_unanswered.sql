-- Questions that the documents did not answer, for the staff. What could name somebody is blanked out before; the
-- person is here only so that the question goes when they ask for their deletion.
CREATE TABLE unanswered (
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  question TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('not_found', 'figure_without_source')),
  at INTEGER NOT NULL,
  PRIMARY KEY (person, step)
) STRICT, WITHOUT ROWID;

CREATE INDEX unanswered_at ON unanswered (at);
