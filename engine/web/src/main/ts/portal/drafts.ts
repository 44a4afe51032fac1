import {Draft} from '../bridge';
import {Store} from '../app/storage';
import {Task} from './model';

export interface Kept {
  key: string;
  draft: Draft;
  jobName: string;
  /** Milliseconds since 1970. */
  at: number;
}

const DAYS_KEPT = 14;

/** Unsubmitted work by worker, job and object: the same object may come back as another task. */
export class Drafts {
  constructor(private readonly store: Store<Kept>, private readonly sub: string) {}

  key(task: Task): string {
    return JSON.stringify([this.sub, task.jobName, task.input]);
  }

  async of(task: Task): Promise<Draft | undefined> {
    return (await this.store.get(this.key(task)))?.draft;
  }

  async keep(task: Task, draft: Draft): Promise<void> {
    const key = this.key(task);
    await this.store.put(key, {key, draft, jobName: task.jobName, at: Date.now()});
  }

  async drop(key: string): Promise<void> {
    await this.store.delete(key);
  }

  /** Names of the jobs in which this worker has unsubmitted work; what nobody returned to for two weeks is removed. */
  async jobs(): Promise<Set<string>> {
    const all = await this.store.all();
    const old = Date.now() - DAYS_KEPT * 86_400_000;
    await Promise.all(all.filter(({at}) => at < old).map(({key}) => this.store.delete(key)));
    return new Set(all.filter(({at, key}) => at >= old && JSON.parse(key)[0] === this.sub).map(({jobName}) => jobName));
  }
}
