/** Which screen an address means, and the way there without loading the page again. */
export class Router {
  private readonly listeners: Array<() => void> = [];

  /** @param base path of the app, with a slash at its end */
  constructor(readonly base: string) {
    window.addEventListener('popstate', () => this.changed());
    document.addEventListener('click', event => {
      const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
      if (!link || !link.pathname.startsWith(base) || link.origin !== location.origin || link.target || event.defaultPrevented) return;
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.go(link.pathname + link.search);
    });
  }

  /** Decoded segments of the path below the base. */
  get path(): string[] {
    return segments(this.base, location.pathname);
  }

  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** @param path with its query, if it has one */
  go(path: string): void {
    if (path !== location.pathname + location.search) history.pushState(null, '', path);
    this.changed();
  }

  private changed(): void {
    this.listeners.forEach(listener => listener());
  }
}

export function segments(base: string, path: string): string[] {
  return (path.startsWith(base) ? path.slice(base.length) : '').split('/').filter(Boolean).map(segment => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
}
