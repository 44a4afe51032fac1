package dev.labelops.engine.s3;

import dev.labelops.engine.accounts.Principal;

/** The objects of every account; nobody reaches one without naming who asks. */
@FunctionalInterface
public interface ObjectStores {
  /** The objects as {@code principal} may read and write them. */
  ObjectStore as(Principal principal);
}
