package dev.labelops.operator.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.labelops.groundtruth.JsonLines;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.ManifestLine;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Checks one line of an input manifest against ground-truth-reference 6.1. */
final class ManifestLineCheck {
  /** The members of a point cloud frame (DG:sms-point-cloud-single-frame-input-data). */
  static final String FRAME = LabelAttributeName.metadataOf(ManifestLine.SOURCE_REF);

  private static final int LONGEST_SHOWN_NAME = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What a line says, or why it cannot be used. */
  sealed interface Verdict {
    /**
     * An object in S3.
     *
     * @param timed whether {@link #FRAME} says when it was recorded
     */
    record Reference(S3Location object, boolean timed) implements Verdict {}

    /** A text within the line. */
    record Inline() implements Verdict {}

    /**
     * @param field attribute that breaks the rule; empty when it is the line as a whole
     */
    record Bad(String field, RejectionReason reason) implements Verdict {}
  }

  private ManifestLineCheck() {}

  /** Checks a line, which may be too long or not text. */
  static Verdict check(JsonLines.Line line) {
    if (line.content().isEmpty()) {
      return new Verdict.Bad("", RejectionReason.LineTooLong);
    }
    try {
      String text = line.text();
      return text.length() > ServiceLimits.MAX_LINE_CHARACTERS
          ? new Verdict.Bad("", RejectionReason.LineTooLong)
          : check(text);
    } catch (CharacterCodingException e) {
      return new Verdict.Bad("", RejectionReason.NotUtf8);
    }
  }

  /**
   * @param line without its end
   */
  static Verdict check(String line) {
    if (line.isBlank()) {
      return new Verdict.Bad("", RejectionReason.BlankLine);
    }
    if (line.charAt(0) == '\uFEFF') {
      return new Verdict.Bad("", RejectionReason.ByteOrderMark);
    }
    try (JsonParser json = JSON.createParser(line)) {
      return json.nextToken() == JsonToken.START_OBJECT
          ? object(json)
          : new Verdict.Bad(
              "", wellFormed(json) ? RejectionReason.NotAnObject : RejectionReason.NotJson);
    } catch (JacksonException e) {
      return new Verdict.Bad("", RejectionReason.NotJson);
    } catch (IOException e) {
      throw new UncheckedIOException("a line in memory cannot fail to be read", e);
    }
  }

  private static boolean wellFormed(JsonParser json) throws IOException {
    json.skipChildren();
    return json.nextToken() == null;
  }

  private static Verdict object(JsonParser json) throws IOException {
    Optional<Verdict.Bad> bad = Optional.empty();
    String reference = null;
    String text = null;
    boolean timed = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      long start = json.currentTokenLocation().getCharOffset();
      if (name.equals(ManifestLine.SOURCE_REF)) {
        reference = stringValue(json);
      } else if (name.equals(ManifestLine.SOURCE)) {
        text = stringValue(json);
      }
      if (name.equals(FRAME) && json.currentToken() == JsonToken.START_OBJECT) {
        timed = timed(json);
      } else {
        json.skipChildren();
      }
      long length = valueLength(json, start);
      if (bad.isEmpty()) {
        bad = attributeProblem(name, length);
      }
    }
    if (json.nextToken() != null) {
      return new Verdict.Bad("", RejectionReason.NotJson);
    }
    return bad.<Verdict>map(b -> b).orElse(source(reference, text, timed));
  }

  /** Reads an object to its end. */
  private static boolean timed(JsonParser json) throws IOException {
    boolean timed = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      timed |= json.nextToken().isNumeric() && name.equals("unix-timestamp");
      json.skipChildren();
    }
    return timed;
  }

  /** Empty when the value is not a string, or an empty one. */
  private static String stringValue(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
  }

  /** Characters of a string's value; of any other value as it is written. */
  private static long valueLength(JsonParser json, long start) throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING
        ? json.getTextLength()
        : json.currentLocation().getCharOffset() - start;
  }

  private static Optional<Verdict.Bad> attributeProblem(String name, long length) {
    if (name.isEmpty() || name.startsWith("$")) {
      return Optional.of(new Verdict.Bad(shown(name), RejectionReason.AttributeName));
    }
    return length > ServiceLimits.MAX_ATTRIBUTE_CHARACTERS
        ? Optional.of(new Verdict.Bad(shown(name), RejectionReason.AttributeTooLong))
        : Optional.empty();
  }

  private static Verdict source(String reference, String text, boolean timed) {
    if (reference != null && text != null) {
      return new Verdict.Bad(ManifestLine.SOURCE, RejectionReason.TwoSources);
    }
    if (reference == null && text == null) {
      return new Verdict.Bad(ManifestLine.SOURCE_REF, RejectionReason.NoSource);
    }
    String field = reference != null ? ManifestLine.SOURCE_REF : ManifestLine.SOURCE;
    if ((reference != null ? reference : text).isBlank()) {
      return new Verdict.Bad(field, RejectionReason.NotText);
    }
    if (text != null) {
      return new Verdict.Inline();
    }
    return S3Location.valid(reference)
        .filter(address -> !address.key().isEmpty())
        .<Verdict>map(address -> new Verdict.Reference(address, timed))
        .orElse(new Verdict.Bad(field, RejectionReason.NotAnS3Address));
  }

  private static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST_SHOWN_NAME
        ? printable
        : printable.substring(0, LONGEST_SHOWN_NAME) + "…";
  }
}
