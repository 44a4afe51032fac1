import {html, nothing} from 'lit';
import {Api, inWords, isShown} from '../app/api';
import {View, define} from '../app/view';
import {Drafts} from './drafts';
import {dayStart, duration} from './limits';
import {Job, Progress} from './model';

const LOOK = 15_000;

/** The jobs that have tasks for this worker, as cards. */
export class Jobs extends View {
  static properties = {jobs: {state: true}, progress: {state: true}, problem: {state: true}, drafted: {state: true}};
  declare jobs?: Job[];
  declare progress?: Progress;
  declare problem: string;
  declare drafted: Set<string>;
  api!: Api;
  drafts!: Drafts;
  base = '';
  private timer?: ReturnType<typeof setInterval>;

  constructor() {
    super();
    this.problem = '';
    this.drafted = new Set();
  }

  connectedCallback(): void {
    super.connectedCallback();
    void this.look();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible') void this.look(); }, LOOK);
    document.addEventListener('visibilitychange', this.visible);
    document.title = 'Jobs – LabelOps';
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.visible);
  }

  private readonly visible = (): void => {
    if (document.visibilityState === 'visible') void this.look();
  };

  async look(): Promise<void> {
    try {
      this.jobs = (await this.api.get<{jobs: Job[]}>('jobs'))?.jobs ?? [];
      this.problem = '';
      this.drafted = await this.drafts.jobs();
      this.progress = await this.api.get<Progress>(`progress?since=${dayStart(new Date())}`);
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    }
  }

  render() {
    return html`<main id="main" class="page" tabindex="-1"><h1>Jobs</h1>
      ${this.progress ? html`<p class="muted">${sentence(this.progress)}</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${!this.jobs ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : this.jobs.length ? html`<ul class="jobs">${this.jobs.map(job => this.renderJob(job))}</ul>` : html`
        <div class="empty"><h2>Nothing to label now</h2><p>Your teams have no open tasks. This page looks again by itself.</p></div>`}</main>`;
  }

  private renderJob(job: Job) {
    const waiting = job.availableTasks;
    return html`<li class="job"><h2><a href=${`${this.base}jobs/${encodeURIComponent(job.jobName)}`}>${job.title || job.jobName}</a></h2>
      <p>${job.description}</p>
      <dl><div><dt>Waiting</dt><dd>${waiting} ${waiting === 1 ? 'task' : 'tasks'}</dd></div>
        <div><dt>Time limit</dt><dd>${duration(job.taskTimeLimitInSeconds)}</dd></div>
        <div><dt>Type</dt><dd>${job.taskType}</dd></div></dl>
      ${job.keywords.length ? html`<ul class="tags" aria-label="Keywords">${job.keywords.map(word => html`<li>${word}</li>`)}</ul>` : nothing}
      <span class="start" aria-hidden="true">${this.drafted.has(job.jobName) ? 'Resume' : 'Start'}</span>
      ${this.drafted.has(job.jobName) ? html`<span class="note">Unfinished work is kept</span>` : nothing}</li>`;
  }
}

export function sentence({answeredToday, medianSeconds, waiting}: Progress): string {
  const parts = [`${answeredToday} ${answeredToday === 1 ? 'task' : 'tasks'} today`];
  if (medianSeconds !== null) parts.push(`median ${medianSeconds < 10 ? Math.round(medianSeconds * 10) / 10 : Math.round(medianSeconds)} s`);
  parts.push(`${waiting} waiting`);
  return parts.join(' · ');
}

define('portal-jobs', Jobs);
