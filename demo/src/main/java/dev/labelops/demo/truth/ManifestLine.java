package dev.labelops.demo.truth;

import java.util.Optional;

/**
 * One line of a Ground Truth output manifest, seen under one label attribute.
 *
 * @param object the value of {@code source-ref} or {@code source}
 * @param text whether it was {@code source}
 * @param annotation empty when the line does not hold the attribute
 * @param humanAnnotated what {@code human-annotated} says; false without an annotation
 */
public record ManifestLine(
    String object, boolean text, Optional<Annotation> annotation, boolean humanAnnotated) {
  /** What the same object is known by in another manifest: the file's name, or the text. */
  public String key() {
    return key(object, text);
  }

  /** As {@link #key()}, for an object that is not in a manifest. */
  public static String key(String object, boolean text) {
    return text ? object : object.substring(object.lastIndexOf('/') + 1);
  }
}
