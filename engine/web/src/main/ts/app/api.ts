/** A refusal of the server, or a request that did not reach it. The message is for people. */
export class Problem extends Error {
  /**
   * @param status HTTP status; 0 when there was no answer
   * @param code the server's code; `Offline` when there was no answer
   * @param retryAfter seconds, when the server says so
   */
  constructor(readonly status: number, readonly code: string, message: string, readonly retryAfter?: number) {
    super(message);
  }

  /** Whether the same request may succeed later without any change. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface Options {
  /** Lets the request outlive the page; browsers allow 64 KiB of such bodies. */
  keepalive?: boolean;
  /** A 401 is an answer here and not the end of the session. */
  anonymous?: boolean;
}

/** Requests to the server with the session's cookie; what changes something carries the session's CSRF token. */
export class Api {
  csrfToken = '';
  /** Called when a request finds that the session has ended. */
  signedOut: () => void = () => {};
  /** What to add to this computer's clock to have the server's, in milliseconds. */
  skew = 0;

  constructor(private readonly base: string, private readonly session: string) {}

  /** The server's time, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.skew;
  }

  /** Where the browser itself reads, as for an image. */
  address(path: string): string {
    return this.base + path;
  }

  get<T>(path: string, options?: Options): Promise<T | undefined> {
    return this.send<T>('GET', path, undefined, options);
  }

  post<T>(path: string, body: unknown = {}, options?: Options): Promise<T | undefined> {
    return this.send<T>('POST', path, body, options);
  }

  put(path: string, body: unknown): Promise<unknown> {
    return this.send('PUT', path, body);
  }

  delete(path: string): Promise<unknown> {
    return this.send('DELETE', path);
  }

  /**
   * The answer's JSON; undefined for 204.
   *
   * @throws Problem for every other outcome
   */
  private async send<T>(method: string, path: string, body?: unknown, options: Options = {}, again = true): Promise<T | undefined> {
    const headers: Record<string, string> = {Accept: 'application/json'};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && this.csrfToken) headers['X-CSRF-Token'] = this.csrfToken;
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin', cache: 'no-store', keepalive: options.keepalive,
      });
    } catch {
      throw new Problem(0, 'Offline', 'The server cannot be reached. Check the connection; your work is kept.');
    }
    const date = Date.parse(response.headers.get('Date') ?? '');
    // The header has whole seconds: half a second is the mean of what it cuts off.
    if (Number.isFinite(date)) this.skew = date + 500 - Date.now();
    if (response.status === 204) return undefined;
    const document = await response.json().catch(() => undefined);
    if (response.ok) return document as T;
    const problem = new Problem(response.status, document?.code ?? 'Error',
      document?.message ?? `The server answered with an error (${response.status}). Try again; your work is kept.`,
      Number(response.headers.get('Retry-After')) || undefined);
    if (problem.status === 401 && !options.anonymous) this.signedOut();
    // Another tab has signed in since: the cookie is a new one, and so is the token.
    if (problem.status === 403 && /csrf/i.test(problem.code) && again) {
      const current = await this.send<{csrfToken: string}>('GET', this.session, undefined, options, false);
      this.csrfToken = current?.csrfToken ?? '';
      return this.send<T>(method, path, body, options, false);
    }
    throw problem;
  }
}

/** Whether the failure is shown already: an ended session asks for a sign-in over the screen. */
export function isShown(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}

/** What to tell people about a failure of any kind. */
export function inWords(error: unknown): string {
  return error instanceof Problem ? error.message : `Something failed in this page: ${(error as Error).message ?? error}. Reload it; your work is kept.`;
}
