-- Sessions of owner users: members of the group labelops:owners of a user pool.
CREATE TABLE portal_owner_user_session (
  token_hash   VARCHAR(64)  PRIMARY KEY, -- SHA-256 of the token, hexadecimal
  user_pool_id VARCHAR(64)  NOT NULL,
  username     VARCHAR(128) NOT NULL,
  sub          VARCHAR(64)  NOT NULL,
  expires_at   BIGINT       NOT NULL
);
CREATE INDEX portal_owner_user_session_expiry ON portal_owner_user_session (expires_at);

-- Pages that owners preview; each is opened once. Nothing here names a task, a lease or a worker.
CREATE TABLE portal_preview (
  ticket_hash VARCHAR(64) PRIMARY KEY, -- SHA-256 of the ticket, hexadecimal
  holder      VARCHAR(64) NOT NULL,    -- token_hash of the owner's session, else the account
  page        TEXT        NOT NULL,    -- the rendered template
  expires_at  BIGINT      NOT NULL
);
CREATE INDEX portal_preview_holder ON portal_preview (holder);
CREATE INDEX portal_preview_expiry ON portal_preview (expires_at);

-- Answers that an owner accepts in place of the label; label and output of the job stay as they are.
CREATE TABLE owner_accepted_answer (
  job_id      BIGINT      NOT NULL,
  object_id   INT         NOT NULL,
  worker_id   VARCHAR(96) NOT NULL,
  accepted_at BIGINT      NOT NULL,
  PRIMARY KEY (job_id, object_id)
);
