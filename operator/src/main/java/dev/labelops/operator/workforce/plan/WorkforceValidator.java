package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.status.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of a LabelingWorkforce that the schema cannot see; checked before any AWS call. */
public final class WorkforceValidator {
  private static final Pattern IPV4 =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)/(3[0-2]|[12]?\\d)");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}/(12[0-8]|1[01]\\d|\\d?\\d)");

  private WorkforceValidator() {}

  /** What is wrong in itself. */
  public static List<Violation> violations(LabelingWorkforceSpec spec) {
    List<Violation> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.teams().size(); i++) {
      Team team = spec.teams().get(i);
      if (!names.add(team.name().toLowerCase(Locale.ROOT))) {
        found.add(
            new Violation(
                "spec.teams[" + i + "].name",
                team.name(),
                "another team has this name, and names are compared without regard to case",
                "give each team a unique name"));
      }
    }
    List<String> cidrs = spec.sourceCidrs() == null ? List.of() : spec.sourceCidrs();
    for (int i = 0; i < cidrs.size(); i++) {
      if (!IPV4.matcher(cidrs.get(i)).matches() && !IPV6.matcher(cidrs.get(i)).matches()) {
        found.add(
            new Violation(
                "spec.sourceCidrs[" + i + "]",
                cidrs.get(i),
                "it must be a range of addresses",
                "write it like 10.0.0.0/8 or 2001:db8::/32"));
      }
    }
    return found;
  }
}
