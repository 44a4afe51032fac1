(() => {
  'use strict';
  // The frame's origin is opaque, where both storages throw: templates get ones that last as long as the page.
  const storage = () => {
    const values = new Map();
    const methods = {
      key: index => [...values.keys()][index] ?? null,
      getItem: key => values.get(String(key)) ?? null,
      setItem: (key, value) => void values.set(String(key), String(value)),
      removeItem: key => void values.delete(String(key)),
      clear: () => values.clear(),
    };
    return new Proxy(methods, {
      get: (target, key) => (key === 'length' ? values.size : target[key] ?? values.get(key)),
      set: (target, key, value) => Boolean(values.set(String(key), String(value))),
      has: (target, key) => key in target || values.has(key),
      deleteProperty: (target, key) => values.delete(key) || true,
      ownKeys: () => [...values.keys()],
      getOwnPropertyDescriptor: (target, key) =>
        values.has(key) ? {value: values.get(key), writable: true, enumerable: true, configurable: true} : undefined,
    });
  };
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {value: storage(), configurable: true, enumerable: true});
  }

  // What was blocked, did not load or failed goes to the portal, once each, from its first moment on.
  const MOST = 20;
  const LONGEST = 300;
  const directives = {SCRIPT: 'script-src', LINK: 'style-src', IMG: 'img-src', AUDIO: 'media-src', VIDEO: 'media-src', SOURCE: 'media-src'};
  const seen = new Set();
  const waiting = [];
  let port;
  const report = (directive, blocked) => {
    const what = String(blocked).slice(0, LONGEST);
    if (seen.size >= MOST || seen.has(what)) return;
    seen.add(what);
    const message = {type: 'violation', directive, blocked: what};
    if (port) port.postMessage(message);
    else waiting.push(message);
  };
  const bare = address => String(address).split(/[?#]/)[0];
  document.addEventListener('securitypolicyviolation', event =>
    report(event.effectiveDirective.replace(/-(elem|attr)$/, ''), bare(event.blockedURI)));
  addEventListener('error', event => {
    if (event instanceof ErrorEvent) report('script-error', `${event.message} (line ${event.lineno})`);
    else if (directives[event.target?.tagName]) {
      report(directives[event.target.tagName], bare(event.target.currentSrc || event.target.src || event.target.href));
    }
  }, true);
  addEventListener('unhandledrejection', event => report('script-error', event.reason?.message ?? event.reason));
  addEventListener('message', event => {
    if (port || event.source !== parent || event.source === window || event.data?.type !== 'labelops:connect') return;
    port = event.ports[0];
    for (const message of waiting.splice(0)) port?.postMessage(message);
  });
})();
