CREATE TABLE labeling_round (
  job_id BIGINT NOT NULL REFERENCES labeling_job (id),
  round  INT    NOT NULL, -- labeling_batch.iteration
  report TEXT   NOT NULL, -- JSON
  PRIMARY KEY (job_id, round)
);
