/** Documents of the owner API; docs/reference/owner-api.md. */
export interface Session {
  accountId: string;
  /** The user's e-mail address, else the access key id. */
  name: string;
  expiresAt: string;
  csrfToken: string;
}

export interface Report {
  round: number;
  measure: string;
  target: number;
  trainingObjects: number;
  validationObjects: number;
  head?: string;
  threshold?: number;
  quality?: number;
  lowerBound?: number;
  autoLabeled: number;
  openObjects: number;
  reason: string;
  seconds: number;
}

export interface Counters {
  total: number;
  human: number;
  machine: number;
  /** Lines that had the label before the job. */
  input: number;
  failed: number;
  unlabeled: number;
}

export interface Job {
  jobArn: string;
  region: string;
  jobName: string;
  title: string;
  taskType: string;
  status: string;
  failureReason?: string;
  createdAt: string;
  endedAt: string | null;
  counters: Counters;
  rounds: number;
  lastRound?: Report;
  answersPerHour: number | null;
  estimatedEnd: string | null;
  workersActive: number;
}

export interface Batch {
  iteration: number;
  size: number;
  publishedAt: string;
  finishedAt: string | null;
  human: number;
  machine: number;
  failed: number;
}

export interface Run {
  round: number;
  state: 'Queued' | 'Running' | 'Succeeded' | 'Failed' | 'Cancelled';
  attempts: number;
  progress: string | null;
  failure: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

export interface JobDetail extends Job {
  automated: boolean;
  workersPerObject: number;
  labelAttributeName: string;
  acceptedAnswers: number;
  output: string;
  labels: string[];
  reports: Report[];
  run?: Run;
  batches: Batch[];
  events: Array<{at: string; text: string}>;
  blocked: Array<{directive: string; blocked: string; count: number; lastAt: string}>;
}

export type Source = 'human' | 'machine' | 'failed' | 'open' | 'input';

export interface Labeled {
  objectId: number;
  source: Source;
  objectUrl: string | null;
  text: string | null;
  failure: string | null;
  label: unknown;
  /** The label's file, for an hour, where it is a mask. */
  labelUrl: string | null;
  metadata: Record<string, unknown> | null;
  confidence: number | null;
  disagreement: number | null;
  /** The answer that the owner accepts in place of the label. */
  accepted: {workerId: string; at: string} | null;
}

export interface Answer {
  workerId: string;
  username: string | null;
  answer: Record<string, unknown>;
  submittedAt: string | null;
  seconds: number;
}

/** An object in a list with its answers. */
export interface Compared extends Labeled {
  answers: Answer[];
}

export interface LabeledDetail extends Compared {
  line: string;
  settledAt: string | null;
  workerResponse: string | null;
}

export interface Worker {
  workerId: string;
  username: string | null;
  answers: number;
  medianSeconds: number;
  quality: {estimate: number; low: number; high: number; compared: number} | null;
  agreement: {share: number; objects: number} | null;
}

export interface Message {
  to: string;
  subject: string;
  body: string;
  temporaryPassword: string | null;
  sentAt: string;
  deliveredAt: string | null;
  failure: string | null;
}

export const running = ({status}: Job): boolean => !['Completed', 'Failed', 'Stopped'].includes(status);

/** Path of a job in the owner API, and below the base of the app. */
export const pathOf = ({region, jobName}: {region: string; jobName: string}): string =>
  `jobs/${encodeURIComponent(region)}/${encodeURIComponent(jobName)}`;

/** Path of the file that the label of one answer alone has. */
export const fileOf = (job: {region: string; jobName: string}, {objectId}: Labeled, {workerId}: Answer): string =>
  `${pathOf(job)}/objects/${objectId}/answers/${encodeURIComponent(workerId)}/file`;
