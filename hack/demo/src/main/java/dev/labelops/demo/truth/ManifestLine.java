package dev.labelops.demo.truth;

import java.util.Optional;

/**
 * One line of a Ground Truth output manifest, seen under one label attribute.
 *
 * @param object the value of {@code source-ref} or {@code source}
 * @param annotation empty when the line does not hold the attribute
 * @param humanAnnotated what {@code human-annotated} says; false without an annotation
 */
public record ManifestLine(String object, Optional<Annotation> annotation, boolean humanAnnotated) {
  /** The part behind the last slash; the text itself for a text without one. */
  public String fileName() {
    return fileName(object);
  }

  /** The part behind the last slash. */
  public static String fileName(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
