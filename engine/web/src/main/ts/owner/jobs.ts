import {html, nothing} from 'lit';
import {Api, inWords, isShown} from '../app/api';
import {define} from '../app/view';
import {count, objects, seconds, until} from './format';
import {progress} from './chart';
import {Job, pathOf, running} from './model';
import {Polled} from './polled';

/** The labeling jobs of the account, newest first. */
export class OwnerJobs extends Polled {
  static properties = {...Polled.properties, jobs: {state: true}, next: {state: true}};
  declare jobs?: Job[];
  declare next: string | null;
  api!: Api;
  base = '';

  constructor() {
    super();
    this.next = null;
  }

  protected async read(): Promise<number> {
    const page = (await this.api.get<{jobs: Job[]; next: string | null}>('jobs'))!;
    const fresh = new Set(page.jobs.map(job => job.jobArn));
    // Older pages that are shown stay: jobs that have ended do not change.
    const older = (this.jobs ?? []).filter(job => !fresh.has(job.jobArn) && job.createdAt <= (page.jobs.at(-1)?.createdAt ?? ''));
    this.jobs = [...page.jobs, ...older];
    if (!older.length) this.next = page.next;
    return page.jobs.some(running) ? 10_000 : 30_000;
  }

  private readonly more = async (): Promise<void> => {
    try {
      const page = (await this.api.get<{jobs: Job[]; next: string | null}>(`jobs?after=${encodeURIComponent(this.next!)}`))!;
      this.jobs = [...this.jobs!, ...page.jobs];
      this.next = page.next;
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    }
  };

  render() {
    document.title = 'Labeling jobs – LabelOps';
    return html`<main id="main" class="page"><h1 tabindex="-1">Labeling jobs</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!this.jobs ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : this.jobs.length ? html`
        <ul class="cards">${this.jobs.map(job => this.renderJob(job))}</ul>` : html`
        <div class="empty"><h2>No labeling jobs</h2><p>Your account has no labeling job on this engine. Create one with a LabelingJob, or with CreateLabelingJob.</p></div>`}
      ${this.next ? html`<p><button type="button" @click=${this.more}>Older jobs</button></p>` : nothing}</main>`;
  }

  private renderJob(job: Job) {
    const {counters} = job;
    return html`<li class="job"><div class="head"><h2><a href=${this.base + pathOf(job)}>${job.jobName}</a></h2><span class="status ${job.status.toLowerCase()}">${job.status}</span></div>
      <p class="muted">${job.taskType} · ${job.region}${job.title ? ` · ${job.title}` : ''}</p>
      ${progress(counters)}
      <dl><div><dt>By people</dt><dd>${count(counters.human)}</dd></div><div><dt>By machine</dt><dd>${count(counters.machine)}</dd></div>
        <div><dt>Failed</dt><dd>${count(counters.failed)}</dd></div><div><dt>Unlabeled</dt><dd>${count(counters.unlabeled)}</dd></div></dl>
      ${running(job) ? html`<p>${activity(job)}</p>` : nothing}
      ${job.failureReason ? html`<p class="problem">${job.failureReason}</p>` : nothing}
      ${job.lastRound ? html`<p class="muted">Round ${job.lastRound.round}: ${objects(job.lastRound.autoLabeled)} labeled by machine. ${job.lastRound.reason}</p>` : nothing}</li>`;
  }
}

/** What workers do now, in a line. */
export function activity(job: Job): string {
  const parts = [`${job.workersActive} ${job.workersActive === 1 ? 'worker' : 'workers'} active`];
  if (job.answersPerHour !== null) parts.push(`${count(Math.round(job.answersPerHour))} answers per hour`);
  const end = until(job.estimatedEnd, Date.now());
  if (end) parts.push(`ends ${end} at this rate`);
  return parts.join(' · ');
}

export const elapsed = (job: Job): string => seconds((Date.parse(job.endedAt ?? new Date().toISOString()) - Date.parse(job.createdAt)) / 1000);

define('owner-jobs', OwnerJobs);
