package dev.labelops.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Annotations that users set on the resources. */
public final class Annotations {
  /** {@code paused}: the operator ignores the object until the annotation is removed. */
  public static final String RECONCILE = "labelops.dev/reconcile";

  /** A new token makes a data set read its source again. */
  public static final String REFRESH = "labelops.dev/refresh";

  /** {@code "true"} on an object that is being deleted: delete it without any AWS call. */
  public static final String FORCE_ORPHAN = "labelops.dev/force-orphan";

  /**
   * On a LabelingWorkforce, the token in the message of a {@code RemovalsHeld} condition: confirms
   * these removals. Another change has another token.
   */
  public static final String CONFIRM_REMOVAL = "labelops.dev/confirm-removal";

  private Annotations() {}

  /** Whether the object is to be left alone. */
  public static boolean paused(HasMetadata object) {
    return value(object, RECONCILE).equals("paused");
  }

  /** Whether the object is to go without any AWS call once it is being deleted. */
  public static boolean forceOrphan(HasMetadata object) {
    return value(object, FORCE_ORPHAN).equals("true");
  }

  /** The annotation's value; empty without. */
  public static String value(HasMetadata object, String name) {
    return object.getMetadata().getAnnotations() == null
        ? ""
        : object.getMetadata().getAnnotations().getOrDefault(name, "");
  }
}
