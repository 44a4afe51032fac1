import {html, nothing} from 'lit';
import {Api, Problem} from '../app/api';
import {define} from '../app/view';
import {labelsChart, progress} from './chart';
import {count, seconds, share, threshold, time} from './format';
import {activity, elapsed} from './jobs';
import {JobDetail, Report, Run, pathOf, running} from './model';
import {Polled} from './polled';

/** One job: its counts, rounds, labels over time, events, and what its template could not load. */
export class OwnerJob extends Polled {
  static properties = {...Polled.properties, job: {state: true}, missing: {state: true}, allEvents: {state: true}};
  declare job?: JobDetail;
  declare missing: string;
  declare allEvents: boolean;
  api!: Api;
  base = '';
  region = '';
  jobName = '';

  constructor() {
    super();
    this.missing = '';
    this.allEvents = false;
  }

  protected async read(): Promise<number> {
    try {
      this.job = (await this.api.get<JobDetail>(pathOf(this)))!;
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      this.missing = error.message;
      return 0;
    }
    const learning = this.job.run && !this.job.run.endedAt;
    return running(this.job) || learning ? learning ? 3000 : 8000 : 0;
  }

  render() {
    document.title = `${this.jobName} – LabelOps`;
    if (this.missing) return html`<main id="main" class="page"><h1 tabindex="-1">Job not found</h1><p role="alert">${this.missing}</p></main>`;
    return html`<main id="main" class="page"><h1 tabindex="-1">${this.jobName}</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.job ? this.renderJob(this.job) : html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>`}</main>`;
  }

  private renderJob(job: JobDetail) {
    const {counters} = job;
    return html`<p><span class="status ${job.status.toLowerCase()}">${job.status}</span> <span class="muted">${job.taskType} · ${job.region} · created ${time(job.createdAt)} · ${job.endedAt ? `ended after ${elapsed(job)}` : `for ${elapsed(job)}`}</span></p>
      ${job.failureReason ? html`<p class="problem" role="alert">${job.failureReason}</p>` : nothing}
      ${progress(counters)}
      <dl class="figures"><div><dt>Objects</dt><dd>${count(counters.total)}</dd></div><div><dt>By people</dt><dd>${count(counters.human)}</dd></div>
        <div><dt>By machine</dt><dd>${count(counters.machine)}</dd></div>${counters.input ? html`<div><dt>From the input</dt><dd>${count(counters.input)}</dd></div>` : nothing}
        <div><dt>Failed</dt><dd>${count(counters.failed)}</dd></div><div><dt>Unlabeled</dt><dd>${count(counters.unlabeled)}</dd></div>
        <div><dt>Workers per object</dt><dd>${job.workersPerObject}</dd></div></dl>
      ${running(job) ? html`<p>${activity(job)}</p>` : nothing}
      ${job.acceptedAnswers ? html`<p><a href=${`${this.base}${pathOf(this)}/disagreement`}>${count(job.acceptedAnswers)} ${job.acceptedAnswers === 1 ? 'answer is' : 'answers are'} accepted in place of labels</a></p>` : nothing}
      ${job.run ? renderRun(job.run) : nothing}
      ${job.batches.some(batch => batch.human || batch.machine) ? html`<section aria-labelledby="labels"><h2 id="labels">Labels</h2>${labelsChart(job.batches)}</section>` : nothing}
      ${job.automated ? html`<section aria-labelledby="rounds"><h2 id="rounds">Rounds of automated labeling</h2>${renderRounds(job.reports)}</section>` : nothing}
      <section aria-labelledby="blocked"><h2 id="blocked">What the template could not load</h2>${job.blocked.length ? html`
        <div class="scroll" role="region" tabindex="0" aria-label="What the template could not load"><table><thead><tr><th scope="col">Address or error</th><th scope="col">Rule</th><th scope="col" class="n">Reports</th></tr></thead>
        <tbody>${job.blocked.map(one => html`<tr><td class="address">${one.blocked}</td><td><code>${one.directive}</code></td><td class="n">${count(one.count)}</td></tr>`)}</tbody></table></div>` : html`
        <p class="muted">Browsers of the workers have reported nothing.</p>`}
        <p><a href=${`${this.base}${pathOf(this)}/template`}>Show the template with an object</a></p></section>
      <section aria-labelledby="events"><h2 id="events">Events</h2>${this.renderEvents(job)}</section>
      <p class="muted address">Output: ${job.output}</p>`;
  }

  private renderEvents({events}: JobDetail) {
    const shown = this.allEvents ? events : events.slice(0, 15);
    return html`<ol class="events">${shown.map(event => html`<li><time datetime=${event.at}>${time(event.at)}</time> <span class="address">${event.text}</span></li>`)}</ol>
      ${shown.length < events.length ? html`<p><button type="button" @click=${() => { this.allEvents = true; }}>All ${events.length} events</button></p>` : nothing}`;
  }
}

function renderRun(run: Run) {
  const name = run.round === 0 ? 'Preparation of automated labeling' : `Round ${run.round}`;
  if (run.state === 'Queued') return html`<p class="run" role="status">${name} waits for its turn.</p>`;
  if (run.state === 'Running') return html`<p class="run" role="status"><strong>${name} is running.</strong> ${run.progress ?? ''}${run.attempts > 1 ? ` (attempt ${run.attempts})` : ''}</p>`;
  if (run.state === 'Failed') return html`<p class="run failed" role="status"><strong>${name} failed.</strong> ${run.failure ?? ''} People label on.</p>`;
  return nothing;
}

function renderRounds(reports: Report[]) {
  if (!reports.length) return html`<p class="muted">No round has ended yet.</p>`;
  const measure = reports.at(-1)!.measure === 'meanIoU' ? 'mean IoU' : reports.at(-1)!.measure;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Rounds of automated labeling"><table class="rounds"><thead><tr><th scope="col" class="n">Round</th><th scope="col" class="n">Training</th><th scope="col" class="n">Validation</th>
      <th scope="col" class="n">Quality (${measure})</th><th scope="col">Head</th><th scope="col" class="n">Threshold</th><th scope="col" class="n">By machine</th><th scope="col" class="n">Time</th><th scope="col">Reason</th></tr></thead>
    <tbody>${reports.map(report => html`<tr><th scope="row" class="n">${report.round}</th><td class="n">${count(report.trainingObjects)}</td><td class="n">${count(report.validationObjects)}</td>
      <td class="n">${report.quality === undefined ? '–' : html`${share(report.quality)}<br><small>at least ${share(report.lowerBound)}</small>`}</td>
      <td>${report.head ?? '–'}</td><td class="n">${threshold(report.threshold)}</td><td class="n">${count(report.autoLabeled)}</td><td class="n">${seconds(report.seconds)}</td><td class="reason">${report.reason}</td></tr>`)}</tbody></table></div>
    <p class="muted">The target is ${share(reports.at(-1)!.target)}. “At least” is the lower bound with which the round was tested.</p>`;
}

define('owner-job', OwnerJob);
