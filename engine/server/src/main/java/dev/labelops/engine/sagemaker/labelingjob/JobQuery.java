package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Builds and runs the SQL of a job list: conditions, one sorted column, one page. */
final class JobQuery {
  private static final int DEFAULT_PAGE = 10;
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  /** What a list can be sorted by. */
  enum Sort {
    // As bytes: what comes first among texts is up to the database.
    Name("CAST(name_key AS bytea)", "CAST(:tokenValue AS bytea)"),
    CreationTime("created_at"),
    Status("status");

    private final String column;
    private final String token;

    Sort(String column) {
      this(column, ":tokenValue");
    }

    Sort(String column, String token) {
      this.column = column;
      this.token = token;
    }

    private Object parse(String value) {
      try {
        return this == CreationTime ? (Object) Long.valueOf(value) : value;
      } catch (NumberFormatException e) {
        throw SageMakerErrors.UNKNOWN_JOB_PAGE.of();
      }
    }

    private String valueOf(Job job) {
      return switch (this) {
        case Name -> job.key().jobName().toLowerCase(Locale.ROOT);
        case CreationTime -> Long.toString(Micros.of(job.createdAt()));
        case Status -> job.status().name();
      };
    }
  }

  /**
   * @param jobs the jobs of this page
   * @param next where the next page continues; empty on the last
   */
  record Page(List<Job> jobs, Optional<ListToken> next) {}

  private final StringBuilder where = new StringBuilder("1 = 1");
  private final Map<String, Object> bindings = new LinkedHashMap<>();

  /** Adds a condition on a column, with an operator such as {@code =} or {@code LIKE}. */
  JobQuery and(String column, String operator, Object value) {
    String name = "p" + bindings.size();
    where.append(" AND ").append(column).append(' ').append(operator).append(" :").append(name);
    bindings.put(name, value);
    return this;
  }

  /** Adds the time limits {@code <member>After} and {@code <member>Before} of the request. */
  JobQuery andTimes(JsonNode request, String member, String column) {
    JsonNode after = request.path(member + "After");
    JsonNode before = request.path(member + "Before");
    if (after.isNumber()) {
      and(column, ">=", micros(after));
    }
    if (before.isNumber()) {
      and(column, "<=", micros(before));
    }
    return this;
  }

  private static long micros(JsonNode seconds) {
    return seconds.decimalValue().multiply(MICROS).longValue();
  }

  /** Runs the query for one page; MaxResults, NextToken and SortOrder come from the request. */
  Page page(Handle handle, JsonNode request, Sort sort) {
    boolean descending = request.path("SortOrder").asText().equals("Descending");
    int limit = request.path("MaxResults").asInt(DEFAULT_PAGE);
    String order = descending ? " DESC" : " ASC";
    ListToken.of(request)
        .ifPresent(
            token -> {
              String beyond = descending ? "<" : ">";
              where.append(
                  " AND (%1$s %2$s %3$s OR (%1$s = %3$s AND id %2$s :tokenId))"
                      .formatted(sort.column, beyond, sort.token));
              bindings.put("tokenValue", sort.parse(token.sortValue()));
              bindings.put("tokenId", token.id());
            });
    List<Job> found =
        handle
            .createQuery(
                "SELECT %s FROM labeling_job WHERE %s ORDER BY %s%s, id%s FETCH FIRST :limit ROWS ONLY"
                    .formatted(JobTable.COLUMNS_OF_LISTS, where, sort.column, order, order))
            .bindMap(bindings)
            .bind("limit", limit + 1)
            .mapTo(Job.class)
            .list();
    if (found.size() <= limit) {
      return new Page(found, Optional.empty());
    }
    List<Job> page = found.subList(0, limit);
    Job last = page.getLast();
    return new Page(page, Optional.of(new ListToken(sort.valueOf(last), last.id())));
  }
}
