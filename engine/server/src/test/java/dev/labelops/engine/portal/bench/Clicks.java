package dev.labelops.engine.portal.bench;

/** Script for the document with the Submit button. */
final class Clicks {
  /** Notes the time of the next click as the browser has it, in milliseconds since 1970. */
  static final String NOTE =
      "() => document.addEventListener('click', event => {"
          + " window.clicked = performance.timeOrigin + event.timeStamp; }, {capture: true, once: true})";

  private Clicks() {}
}
