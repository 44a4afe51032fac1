package dev.labelops.engine.sagemaker.labelingjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code JobQuery}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class JobQueryContractIT {
  private static final List<String> BY_NAME = List.of("a-b", "a-z", "A0", "aa", "Ab", "b");

  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");

  @BeforeEach
  void start() {
    List<String> started = List.of("b", "Ab", "a-z", "aa", "a-b", "A0");
    vendor
        .database()
        .jdbi()
        .useHandle(
            handle -> {
              for (String name : started) {
                new JobTable(handle)
                    .insert(
                        new NewJob(
                            new JobKey(account, "eu-west-1", name),
                            "arn:aws:sagemaker:eu-west-1:" + account + ":labeling-job/" + name,
                            "code",
                            new JobSpec(Json.object().put("LabelingJobName", name)),
                            BuiltInTypes.ALL.named("TextMultiClass").orElseThrow(),
                            "team"),
                        now.plusSeconds(started.indexOf(name)));
              }
            });
  }

  @Test
  void jobsAreSortedByTheBytesOfTheirNamesIgnoringCase() {
    assertThat(pages(JobQuery.Sort.Name, "Ascending")).containsExactlyElementsOf(BY_NAME);
    assertThat(pages(JobQuery.Sort.Name, "Descending"))
        .containsExactlyElementsOf(BY_NAME.reversed());
  }

  @Test
  void jobsAreSortedByTimeAndByStatus() {
    assertThat(pages(JobQuery.Sort.CreationTime, "Ascending"))
        .containsExactly("b", "Ab", "a-z", "aa", "a-b", "A0");
    assertThat(pages(JobQuery.Sort.CreationTime, "Descending"))
        .containsExactly("A0", "a-b", "aa", "a-z", "Ab", "b");
    assertThat(pages(JobQuery.Sort.Status, "Ascending")).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void namesAreFoundByAPart() {
    assertThat(names(new JobQuery().and("account_id", "=", account).and("name_key", "LIKE", "%-%")))
        .containsExactlyInAnyOrder("a-b", "a-z");
  }

  private List<String> names(JobQuery query) {
    return vendor
        .database()
        .jdbi()
        .withHandle(
            handle ->
                query.page(handle, Json.object(), JobQuery.Sort.CreationTime).jobs().stream()
                    .map(job -> job.key().jobName())
                    .toList());
  }

  private List<String> pages(JobQuery.Sort sort, String order) {
    List<String> names = new ArrayList<>();
    ObjectNode request = Json.object().put("MaxResults", 1).put("SortOrder", order);
    while (true) {
      JobQuery query = new JobQuery().and("account_id", "=", account);
      JobQuery.Page page =
          vendor.database().jdbi().withHandle(handle -> query.page(handle, request, sort));
      page.jobs().forEach(job -> names.add(job.key().jobName()));
      if (page.next().isEmpty()) {
        return names;
      }
      request.put("NextToken", page.next().get().encode());
    }
  }
}
