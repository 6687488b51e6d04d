-- The journal of one owner. Runs as the owner's role, in the owner's schema. Entries of all kinds draw their position from
-- the head of their source; nothing here is ever updated but the head.

CREATE TABLE source (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  identity text NOT NULL,
  sample boolean NOT NULL,
  -- The head: locked by whoever writes.
  position bigint NOT NULL DEFAULT 0,
  first_recorded_at timestamptz(3),
  recorded_at timestamptz(3),
  closed_until timestamptz(3),
  UNIQUE (identity, sample)
);

CREATE TABLE vintage (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  indicator text NOT NULL,
  frequency "char" NOT NULL,
  area text NOT NULL,
  period text NOT NULL,
  value double precision,
  numerator double precision,
  denominator double precision,
  status "char" NOT NULL,
  reason text,
  note text,
  document text,
  place text,
  published_at timestamptz(3),
  released bigint,
  PRIMARY KEY (source, position)
);
CREATE INDEX vintage_cell ON vintage (source, indicator, frequency, area, period, position);
-- From an instant to a position. Small: entries of one writing share their instant.
CREATE INDEX vintage_recorded ON vintage (source, recorded_at);

-- What was asked, once for all receipts that asked the same.
CREATE TABLE scope (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source integer NOT NULL REFERENCES source,
  digest bytea NOT NULL,
  slices jsonb NOT NULL,
  UNIQUE (source, digest)
);

CREATE TABLE receipt (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  scope integer NOT NULL REFERENCES scope,
  taken integer NOT NULL,
  withdrawn integer NOT NULL,
  unchanged integer NOT NULL,
  refused integer NOT NULL,
  PRIMARY KEY (source, position)
);
CREATE INDEX receipt_scope ON receipt (source, scope, position);

CREATE TABLE quarantine (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  received_at timestamptz(3) NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  -- Of the figure and the reason: the same one arriving again is not put here again.
  digest bytea NOT NULL,
  indicator text NOT NULL,
  area text NOT NULL,
  period text NOT NULL,
  figure jsonb NOT NULL,
  last_good_at timestamptz(3),
  PRIMARY KEY (source, position)
);
CREATE INDEX quarantine_digest ON quarantine (source, digest);

-- What was decided about a quarantine entry: the last one counts, those before are kept with their names and reasons.
CREATE TABLE decision (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  entry bigint NOT NULL,
  decision text NOT NULL,
  decided_by text,
  decided_why text,
  PRIMARY KEY (source, position),
  FOREIGN KEY (source, entry) REFERENCES quarantine
);
CREATE INDEX decision_entry ON decision (source, entry, position);

CREATE TABLE definitions (
  source integer NOT NULL REFERENCES source,
  position bigint NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  files jsonb NOT NULL,
  PRIMARY KEY (source, position)
);
