-- How often the step that a job is at was begun and failed, so that none is tried for ever.
ALTER TABLE labeling_job ADD COLUMN step_tries    INT NOT NULL DEFAULT 0; -- begun without an end
ALTER TABLE labeling_job ADD COLUMN step_failures INT NOT NULL DEFAULT 0; -- ended by an error
ALTER TABLE labeling_job ADD COLUMN failing_since BIGINT;                 -- first of these errors
