-- One queue for each kind of run, with the columns that db-scheduler 16 names and no others. A row is picked while an
-- engine is at work on it; last_heartbeat is what its lease is reckoned from.
CREATE TABLE run_queue_step (
  task_name            VARCHAR(32)  NOT NULL,
  task_instance        VARCHAR(36)  NOT NULL, -- labeling_job.id
  task_data            BYTEA,
  execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
  picked               BOOLEAN      NOT NULL,
  picked_by            VARCHAR(64),
  last_success         TIMESTAMP WITH TIME ZONE,
  last_failure         TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP WITH TIME ZONE,
  version              BIGINT       NOT NULL,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX run_queue_step_time ON run_queue_step (execution_time);
CREATE INDEX run_queue_step_heartbeat ON run_queue_step (last_heartbeat);

CREATE TABLE run_queue_files (
  task_name            VARCHAR(32)  NOT NULL,
  task_instance        VARCHAR(36)  NOT NULL, -- labeling_job.id
  task_data            BYTEA,
  execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
  picked               BOOLEAN      NOT NULL,
  picked_by            VARCHAR(64),
  last_success         TIMESTAMP WITH TIME ZONE,
  last_failure         TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP WITH TIME ZONE,
  version              BIGINT       NOT NULL,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX run_queue_files_time ON run_queue_files (execution_time);
CREATE INDEX run_queue_files_heartbeat ON run_queue_files (last_heartbeat);

CREATE TABLE run_queue_learning (
  task_name            VARCHAR(32)  NOT NULL,
  task_instance        VARCHAR(36)  NOT NULL, -- labeling_run.id
  task_data            BYTEA,
  execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
  picked               BOOLEAN      NOT NULL,
  picked_by            VARCHAR(64),
  last_success         TIMESTAMP WITH TIME ZONE,
  last_failure         TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP WITH TIME ZONE,
  version              BIGINT       NOT NULL,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX run_queue_learning_time ON run_queue_learning (execution_time);
CREATE INDEX run_queue_learning_heartbeat ON run_queue_learning (last_heartbeat);

-- In which queue the job is while it is due.
ALTER TABLE labeling_job ADD COLUMN run_kind VARCHAR(8) DEFAULT 'STEP' NOT NULL;

-- Jobs of before: each is looked at once, which finds when it is due.
INSERT INTO run_queue_step (task_name, task_instance, execution_time, picked, version)
  SELECT 'STEP', CAST(id AS VARCHAR(36)), CURRENT_TIMESTAMP, FALSE, 1
  FROM labeling_job WHERE due_at IS NOT NULL;
DROP INDEX labeling_job_due;
