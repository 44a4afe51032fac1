-- Sessions of owners, who sign in with a key. "proof" is a keyed hash of the whole key, with the
-- session's token as its key: a changed secret or account ends the session.
CREATE TABLE portal_owner_session (
  token_hash    VARCHAR(64)  PRIMARY KEY, -- SHA-256 of the token, hexadecimal
  access_key_id VARCHAR(256) NOT NULL,
  proof         VARCHAR(64)  NOT NULL,
  expires_at    BIGINT       NOT NULL
);
CREATE INDEX portal_owner_session_expiry ON portal_owner_session (expires_at);

-- Addresses of rendered templates; each is opened once.
CREATE TABLE portal_ticket (
  ticket_hash  VARCHAR(64) PRIMARY KEY, -- SHA-256 of the ticket, hexadecimal
  task_id      VARCHAR(36) NOT NULL,
  session_hash VARCHAR(64) NOT NULL,    -- portal_session.token_hash
  expires_at   BIGINT      NOT NULL
);
CREATE INDEX portal_ticket_session ON portal_ticket (session_hash);
CREATE INDEX portal_ticket_expiry ON portal_ticket (expires_at);

-- The task that a worker sees next. It is in no count of labeling_object: others may still take the
-- object, and neither the end of a batch nor of a job waits for it.
CREATE TABLE portal_ahead (
  task_id      VARCHAR(36) PRIMARY KEY, -- labeling_task.id once it is shown
  job_id       BIGINT      NOT NULL,
  object_id    INT         NOT NULL,
  iteration    INT         NOT NULL,
  worker_sub   VARCHAR(64) NOT NULL,
  worker_id    VARCHAR(96) NOT NULL,
  user_pool_id VARCHAR(64) NOT NULL,
  lease_until  BIGINT      NOT NULL,
  CONSTRAINT portal_ahead_worker UNIQUE (job_id, user_pool_id, worker_sub)
);
CREATE INDEX portal_ahead_object ON portal_ahead (job_id, object_id);
CREATE INDEX portal_ahead_person ON portal_ahead (user_pool_id, worker_sub);

-- What the pages of a job could not load, for its owner.
CREATE TABLE portal_violation (
  job_id    BIGINT        NOT NULL,
  directive VARCHAR(32)   NOT NULL,
  blocked   VARCHAR(300)  NOT NULL,
  times     INT           NOT NULL,
  first_at  BIGINT        NOT NULL,
  last_at   BIGINT        NOT NULL,
  PRIMARY KEY (job_id, directive, blocked)
);

-- A worker's answers of a day, over all jobs.
CREATE INDEX labeling_task_person ON labeling_task (worker_sub, ended_at);
