package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.RoundReport;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_round} for one job, in one transaction: what rounds reported. */
public record RoundTable(Handle handle, long jobId) {
  /**
   * @param report a {@link RoundReport} as JSON
   */
  public void insert(int round, JsonNode report) {
    handle
        .createUpdate(
            "INSERT INTO labeling_round (job_id, round, report) VALUES (:job, :round, :report)")
        .bind("job", jobId)
        .bind("round", round)
        .bind("report", Json.write(report))
        .execute();
  }

  /** The report of a round as JSON; empty when there was no round after that batch. */
  public Optional<String> find(int round) {
    return handle
        .createQuery("SELECT report FROM labeling_round WHERE job_id = :job AND round = :round")
        .bind("job", jobId)
        .bind("round", round)
        .mapTo(String.class)
        .findOne();
  }

  /** All reports, the first round first. */
  public List<RoundReport> reports() {
    return handle
        .createQuery("SELECT report FROM labeling_round WHERE job_id = :job ORDER BY round")
        .bind("job", jobId)
        .mapTo(String.class)
        .map(RoundTable::report)
        .list();
  }

  private static RoundReport report(String json) {
    try {
      return Json.MAPPER.readValue(json, RoundReport.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
