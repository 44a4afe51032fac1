-- Files that belong to labels, in parts, from consolidation until they are in the output tree.
CREATE TABLE labeling_object_file (
  job_id       BIGINT       NOT NULL REFERENCES labeling_job (id),
  object_id    INT          NOT NULL,
  suffix       VARCHAR(256) NOT NULL, -- what follows the object's id in the key
  part         INT          NOT NULL, -- from 0
  content_type VARCHAR(256) NOT NULL,
  content      BYTEA        NOT NULL, -- at most 256 KiB
  PRIMARY KEY (job_id, object_id, suffix, part)
);

-- What a task type keeps of the label category file besides the names, as JSON.
ALTER TABLE labeling_job ADD COLUMN label_details TEXT;
