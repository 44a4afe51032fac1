-- How probably the label of an object is right, for labels that several answers became.
CREATE TABLE labeling_label_weight (
  job_id    BIGINT           NOT NULL REFERENCES labeling_job (id),
  object_id INT              NOT NULL,
  weight    DOUBLE PRECISION NOT NULL, -- greater than 0, at most 1
  PRIMARY KEY (job_id, object_id)
);
