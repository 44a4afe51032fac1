package dev.labelops.engine;

import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.front.FrontErrors;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.sts.StsErrors;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every catalogue of errors. */
final class ErrorCatalogues {
  /** By the service's name as people write it; each entry by {@code Catalogue.NAME}. */
  static final Map<String, Map<String, ErrorForm>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("Every service", entries(FrontErrors.class));
    ALL.put("SageMaker", entries(SageMakerErrors.class));
    ALL.put("Cognito", entries(CognitoErrors.class));
    ALL.put("S3", entries(S3Errors.class));
    ALL.put("STS", entries(StsErrors.class));
  }

  private ErrorCatalogues() {}

  private static Map<String, ErrorForm> entries(Class<?> catalogue) {
    Map<String, ErrorForm> entries = new LinkedHashMap<>();
    for (Field field : catalogue.getDeclaredFields()) {
      if (field.getType() == ErrorForm.class) {
        try {
          field.setAccessible(true);
          entries.put(
              catalogue.getSimpleName() + "." + field.getName(), (ErrorForm) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return entries;
  }
}
