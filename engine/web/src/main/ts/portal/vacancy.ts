import {Api} from '../app/api';
import {Job} from './model';

const MOST = 30_000;

/** Looks for work in a job that has none now, later each time, and without taking any while nobody looks: a lease begins when a task is taken. */
export class Vacancy {
  private timer?: ReturnType<typeof setTimeout>;
  private looks = 0;

  /** @param found there is a task; called while the page is visible, and until `stop` */
  constructor(private readonly api: Api, private readonly jobName: string, private readonly found: () => void) {}

  /** Looks later; the first times soon. */
  start(): void {
    this.soon(Math.min(MOST, 2000 * 1.5 ** this.looks++));
  }

  soon(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.looks = 0;
  }

  private async look(): Promise<void> {
    try {
      const jobs = await this.api.get<{jobs: Job[]}>('jobs');
      if (this.timer === undefined) return;
      if (jobs?.jobs.some(({jobName, availableTasks}) => jobName === this.jobName && availableTasks > 0)) {
        if (document.visibilityState === 'visible') return this.found();
        document.title = '(1) New task – LabelOps';
      }
    } catch {
      // The next look may succeed; the banner says that the server cannot be reached.
    }
    if (this.timer !== undefined) this.start();
  }
}
