-- How often the step that a job is at was begun and failed, so that none is tried for ever.
ALTER TABLE labeling_job ADD COLUMN step_tries    INT NOT NULL DEFAULT 0; -- begun without an end
ALTER TABLE labeling_job ADD COLUMN step_failures INT NOT NULL DEFAULT 0; -- ended by an error
ALTER TABLE labeling_job ADD COLUMN failing_since BIGINT;                 -- first of these errors

-- Lines never change and may be long; beside them, what changes is written with few bytes.
CREATE TABLE labeling_line (
  job_id    BIGINT  NOT NULL REFERENCES labeling_job (id),
  object_id INT     NOT NULL,
  line      VARCHAR NOT NULL, -- of the input manifest, as it came
  PRIMARY KEY (job_id, object_id)
);
INSERT INTO labeling_line (job_id, object_id, line)
  SELECT job_id, object_id, line FROM labeling_object;
ALTER TABLE labeling_object DROP COLUMN line;
