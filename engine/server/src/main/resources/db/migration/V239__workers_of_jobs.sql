-- What the finished batches of a job say of each of its workers.
CREATE TABLE labeling_worker (
  job_id       BIGINT      NOT NULL REFERENCES labeling_job (id),
  worker_id    VARCHAR(96) NOT NULL,
  compared     BIGINT      NOT NULL, -- answers about objects that others answered too
  quality      DOUBLE PRECISION,     -- 0 to 1; nothing while no answer was compared
  quality_low  DOUBLE PRECISION,
  quality_high DOUBLE PRECISION,
  statistics   TEXT        NOT NULL, -- JSON: sums, from which later batches go on
  PRIMARY KEY (job_id, worker_id)
);
