package dev.labelops.learning.backbone;

import java.io.IOException;

/** A backbone that cannot be used, and why, in a sentence that names the file or tensor. */
public class UnfitBackboneException extends IOException {

  UnfitBackboneException(String message) {
    super(message);
  }

  UnfitBackboneException(String message, Throwable cause) {
    super(message, cause);
  }
}
