import {Answer, Draft} from '../bridge';

/** Documents of the task API; docs/reference/task-api.md. */
export interface Session {
  username: string;
  sub: string;
  expiresAt: string;
  csrfToken: string;
}

export interface Job {
  jobName: string;
  title: string;
  description: string;
  taskType: string;
  keywords: string[];
  availableTasks: number;
  taskTimeLimitInSeconds: number;
}

export interface Task {
  taskId: string;
  jobName: string;
  taskType: string;
  expiresAt: string;
  input: unknown;
  taskUrl: string;
  /** Leased for later: its time limit has not started. */
  ahead?: boolean;
}

export interface Progress {
  answeredToday: number;
  medianSeconds: number | null;
  waiting: number;
}

/** A submitted answer that the server has not acknowledged. */
export interface Held {
  /** Sorts in the order of submission. */
  key: string;
  sub: string;
  jobName: string;
  taskId: string;
  /** Where the draft of the same object is. */
  draftKey: string;
  answer: Answer;
  draft?: Draft;
  seconds: number;
  /** Not sent before, so that it can be undone; milliseconds since 1970 by this computer. */
  heldUntil: number;
}
