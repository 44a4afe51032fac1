-- What a human label is for, fixed before people see the object, and the order in which chosen objects go out.
ALTER TABLE labeling_object ADD COLUMN role VARCHAR(14); -- Validation ValidationUsed Training; of a human label without one: Training
ALTER TABLE labeling_object ADD COLUMN chosen INT;       -- from 0, among those chosen together
CREATE INDEX labeling_object_chosen ON labeling_object (job_id, state, chosen);

-- What a learning run wrote, until it is applied and its files are in the output tree.
CREATE TABLE labeling_run_label (
  run_id    VARCHAR(36) NOT NULL REFERENCES labeling_run (id),
  object_id INT         NOT NULL,
  label     VARCHAR     NOT NULL, -- JSON
  metadata  VARCHAR     NOT NULL, -- JSON
  PRIMARY KEY (run_id, object_id)
);
CREATE TABLE labeling_run_file (
  run_id  VARCHAR(36) NOT NULL REFERENCES labeling_run (id),
  part    INT         NOT NULL, -- from 0
  content BYTEA       NOT NULL, -- at most 256 KiB
  PRIMARY KEY (run_id, part)
);

-- Errors that an attempt of a run ended with because something was out of reach. While it is queued, lease_until says
-- when it is tried again.
ALTER TABLE labeling_run ADD COLUMN failures      INT NOT NULL DEFAULT 0;
ALTER TABLE labeling_run ADD COLUMN failing_since BIGINT;
