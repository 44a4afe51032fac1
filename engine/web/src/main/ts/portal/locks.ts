/** Runs alone among the tabs of this browser; where there are no locks (http on another host), merely runs. */
export async function alone<T>(name: string, act: () => Promise<T>): Promise<T> {
  return navigator.locks ? (await navigator.locks.request(name, act)) as T : act();
}

/** A thing that one tab at a time works on. */
export class Claim {
  private release?: () => void;
  private readonly channel: BroadcastChannel;
  private given = false;

  /** @param takenOver another tab wants it: save, then it gets it when the promise resolves */
  constructor(private readonly name: string, private readonly takenOver: () => Promise<void>) {
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({data}) => {
      if (data === 'take over' && this.release) void this.give();
    };
  }

  /** Whether this tab has it now. */
  get held(): boolean {
    return this.release !== undefined;
  }

  /** False if another tab has it. */
  take(): Promise<boolean> {
    return this.request({ifAvailable: true});
  }

  /** Asks the other tab to save and let go; one that does not answer within two seconds loses it anyway. */
  async takeOver(): Promise<void> {
    this.channel.postMessage('take over');
    const patience = AbortSignal.timeout(2000);
    if (!(await this.request({signal: patience}).catch(() => false))) await this.request({steal: true});
  }

  close(): void {
    this.given = true;
    this.release?.();
    this.release = undefined;
    this.channel.close();
  }

  private async give(): Promise<void> {
    this.given = true;
    await this.takenOver();
    this.release?.();
    this.release = undefined;
  }

  private request(options: LockOptions): Promise<boolean> {
    this.given = false;
    if (!navigator.locks) {
      this.release = () => {};
      return Promise.resolve(true);
    }
    return new Promise((resolve, reject) => {
      navigator.locks.request(this.name, options, lock => {
        resolve(lock !== null);
        return lock ? new Promise<void>(release => { this.release = release; }) : undefined;
      }).catch(error => {
        reject(error);
        // Stolen while it was held: the other tab did not hear an answer from this one.
        if (this.release && !this.given) {
          this.release = undefined;
          void this.takenOver();
        }
      });
    });
  }
}
