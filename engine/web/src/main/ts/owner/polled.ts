import {inWords, isShown} from '../app/api';
import {View} from '../app/view';

/** A screen that reads what it shows again from time to time, while somebody sees it. */
export abstract class Polled extends View {
  static properties = {problem: {state: true}};
  declare problem: string;
  private timer?: ReturnType<typeof setTimeout>;
  private reading = false;
  private wait = 15_000;

  constructor() {
    super();
    this.problem = '';
  }

  connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.visible);
    void this.look();
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.visible);
    clearTimeout(this.timer);
  }

  private readonly visible = (): void => {
    if (this.wait && document.visibilityState === 'visible') void this.look();
  };

  /** Reads it; the result is how many milliseconds later to read it again, 0 for never. */
  protected abstract read(): Promise<number>;

  protected async look(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    clearTimeout(this.timer);
    this.wait = 15_000;
    try {
      this.wait = await this.read();
      this.problem = '';
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    } finally {
      this.reading = false;
    }
    if (this.wait && this.isConnected && document.visibilityState === 'visible') this.timer = setTimeout(() => void this.look(), this.wait);
  }
}
