package dev.labelops.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.config.OperatorConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page of settings lists exactly the properties that the operator reads, with their defaults.
 */
class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "settings.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`labelops\\.(?!dev)[^|]*) \\| ([^|]*) \\|");

  @Test
  void thePageListsEveryPropertyWithItsDefault() throws IOException {
    Map<String, String> real = new TreeMap<>();
    collect("labelops", OperatorConfig.class, real);
    Map<String, String> shown = new TreeMap<>();
    var rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      addRow(rows.group(1), rows.group(2), shown);
    }
    assertThat(shown.keySet()).isEqualTo(new TreeSet<>(real.keySet()));
    real.forEach(
        (name, fallback) -> {
          if (!fallback.isEmpty() && !fallback.contains("$")) {
            assertThat(shown.get(name)).as("default of %s", name).isEqualTo(fallback);
          }
        });
  }

  /** A row may name several properties: {@code `labelops.feed.a`, `b`} and their defaults. */
  private static void addRow(String names, String defaults, Map<String, String> shown) {
    String[] name = names.replace("`", "").split(", ");
    String[] value = defaults.replace("`", "").split(", ");
    String folder = name[0].substring(0, name[0].lastIndexOf('.') + 1);
    for (int i = 0; i < name.length; i++) {
      String full = name[i].startsWith("labelops.") ? name[i] : folder + name[i];
      shown.put(full, value.length == name.length ? value[i] : defaults);
    }
  }

  private static void collect(String path, Class<?> part, Map<String, String> found) {
    for (Method property : part.getDeclaredMethods()) {
      String name = path + "." + dashed(property.getName());
      if (property.getReturnType().isInterface()
          && property.getReturnType() != Map.class
          && property.getReturnType().getEnclosingClass() != null) {
        collect(name, property.getReturnType(), found);
      } else if (property.getReturnType() == Map.class) {
        Type value =
            ((ParameterizedType) property.getGenericReturnType()).getActualTypeArguments()[1];
        if (value instanceof Class<?> grant && grant.isInterface()) {
          collect(name + ".<namespace>", grant, found);
        } else {
          found.put(name + ".<region>", "");
        }
      } else {
        WithDefault fallback = property.getAnnotation(WithDefault.class);
        found.put(name, fallback == null ? "" : fallback.value());
      }
    }
  }

  private static String dashed(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }
}
