-- Cells that are withheld because a count is small, or so that nobody can work one out. Entries like the others: they draw their
-- positions from the head and are never changed; of one cell the last counts. They hold for whatever was or is recorded.

CREATE TABLE suppression (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  indicator text NOT NULL,
  area text NOT NULL,
  period text NOT NULL,
  -- SDMX CL_CONF_STATUS: A or D.
  confidentiality "char" NOT NULL,
  PRIMARY KEY (source, position)
);
CREATE INDEX suppression_indicator ON suppression (source, indicator, position);
CREATE INDEX suppression_recorded ON suppression (source, recorded_at);

-- The rule by which everything that is recorded was screened; null: not yet.
ALTER TABLE source ADD COLUMN screened_by text;
