package dev.labelops.operator.dataset.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.dataset.Datasets;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys of the bucket are results and never input. */
class OwnPrefixesTest {
  private static LabelingDatasetSpec source(String prefix) {
    return Datasets.of(Datasets.LISTING.replace("images/", "'" + prefix + "'")).getSpec();
  }

  private static LabelingJob job(String outputUri, String jobName) {
    return Serialization.unmarshal(
        """
        apiVersion: labelops.dev/v1alpha1
        kind: LabelingJob
        spec: {output: {uri: "%s"}}
        %s
        """
            .formatted(outputUri, jobName == null ? "" : "status: {jobName: " + jobName + "}"),
        LabelingJob.class);
  }

  @ParameterizedTest(name = "source ''{0}'', output {1}: {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          all/     | s3://brand-logos/all/out/ | -     | all/out/                      | an output below the source
          all/     | s3://brand-logos/all/out  | -     | all/out/                      | whether or not it ends with a slash
          all/     | s3://brand-logos/out/     | -     | out/                          | one beside it, which does no harm
          ''       | s3://brand-logos/out/     | -     | out/                          | a source that is the whole bucket
          all/     | s3://other/all/out/       | -     |                               | another bucket
          all/     | s3://brand-logos/         | job-1 | labelops/,job-1/              | an output that holds the source: the folders that the job writes
          all/     | s3://brand-logos/all/     | job-1 | all/labelops/,all/job-1/      | the source itself as output
          all/     | s3://brand-logos/all/     | -     | all/labelops/                 | a job that has no name yet
          all/job-1/ | s3://brand-logos/all/   | job-1 | all/labelops/                 | the results of the job as source, on purpose
          """)
  void outputsAreLeftOut(
      String source, String output, String jobName, String expected, String reason) {
    List<String> prefixes = OwnPrefixes.of(source(source), List.of(job(output, jobName)));

    assertThat(prefixes.get(0)).as("the manifests").isEqualTo("manifests/");
    assertThat(String.join(",", prefixes.subList(1, prefixes.size())))
        .as(reason)
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void jobsWithOneOutputAreLeftOutOnce() {
    LabelingJob job = job("s3://brand-logos/out/", null);

    assertThat(OwnPrefixes.of(source("all/"), List.of(job, job)))
        .containsExactly("manifests/", "out/");
  }
}
