-- The last model that was trained for a job: FinalActiveLearningModelArn.
CREATE TABLE labeling_model (
  arn        VARCHAR(256)  PRIMARY KEY,
  account_id VARCHAR(12)   NOT NULL,
  job_id     BIGINT        NOT NULL REFERENCES labeling_job (id),
  archive    VARCHAR(2048) NOT NULL -- s3:// address of model.tar.gz
);
