package dev.labelops.operator.dataset.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.dataset.Datasets;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetValidatorTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          brand-logos | brand..logos | spec.bucket.name | no two dots in a row
          brand-logos | 10.0.0.1 | spec.bucket.name | not an IP address
          prefix: images/ | prefix: manifests/images/ | spec.source.s3Prefix.prefix | lies under spec.manifestPrefix
          prefix: images/ | prefix: "", include: ["*.{jpg"] | spec.source.s3Prefix.include[0] | '{' has no '}' behind it
          prefix: images/ | prefix: "", exclude: ["a", "b}"] | spec.source.s3Prefix.exclude[1] | '}' has no '{' before it
          s3Prefix: {prefix: images/} | manifest: {uri: "s3://Bad_Bucket/a"} | spec.source.manifest.uri | must be s3://bucket/key
          """)
  void toldWithFieldValueRuleAndCure(String right, String wrong, String field, String rule) {
    List<Violation> violations =
        DatasetValidator.check(Datasets.of(Datasets.LISTING.replace(right, wrong)).getSpec());
    assertThat(violations)
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.field()).isEqualTo(field);
              assertThat(violation.rule()).contains(rule);
              assertThat(violation.value()).isNotBlank();
              assertThat(violation.cure()).isNotBlank();
            });
  }

  @Test
  void bytesCountNotCharacters() {
    assertThat(
            DatasetValidator.check(
                Datasets.of(Datasets.LISTING.replace("manifests/", "ü".repeat(400) + "/"))
                    .getSpec()))
        .extracting(Violation::field)
        .containsExactly("spec.manifestPrefix");
  }

  @Test
  void everyViolationIsTold() {
    String twice =
        Datasets.LISTING
            .replace("brand-logos", "brand..logos")
            .replace("prefix: images/", "prefix: manifests/x, include: [\"{\"]");
    assertThat(DatasetValidator.check(Datasets.of(twice).getSpec()))
        .extracting(Violation::field)
        .containsExactly(
            "spec.bucket.name", "spec.source.s3Prefix.prefix", "spec.source.s3Prefix.include[0]");
    assertThat(DatasetValidator.check(Datasets.of(Datasets.LISTING).getSpec())).isEmpty();
    assertThat(DatasetValidator.check(Datasets.of(Datasets.SUPPLIED).getSpec())).isEmpty();
  }

  @Test
  void onlyWhatIsGrantedMayBeNamed() {
    Tenancy tenancy =
        new Tenancy(
            false,
            "labelops-system",
            Map.of(
                "team",
                new Tenancy.Grant(
                    Optional.empty(),
                    WorkforceRight.NONE,
                    Map.of(
                        Grantable.LOCATIONS,
                        List.of("s3://brand-logos/images/", "s3://brand-logos/manifests/")))));
    assertThat(DatasetTenancy.forbidden(Datasets.of(Datasets.LISTING), tenancy)).isEmpty();
    assertThat(
            DatasetTenancy.forbidden(
                Datasets.of(
                    "aws: {assumeRoleArn: \"arn:aws:iam::000000000000:role/other\"}\n"
                        + Datasets.LISTING
                            .replace("create: false", "create: true")
                            .replace("prefix: images/", "prefix: imag")
                            .replace("manifests/", "other/")),
                tenancy))
        .satisfiesExactly(
            role -> assertThat(role).startsWith("spec.aws.assumeRoleArn is 'arn:"),
            create -> assertThat(create).startsWith("spec.bucket.create is 's3://brand-logos/'"),
            source ->
                assertThat(source)
                    .startsWith("spec.source.s3Prefix.prefix is 's3://brand-logos/imag'"),
            manifests ->
                assertThat(manifests)
                    .startsWith("spec.manifestPrefix is 's3://brand-logos/other/'"));
    assertThat(
            DatasetTenancy.forbidden(
                Datasets.of(Datasets.LISTING.replace("prefix: images/", "prefix: images")),
                tenancy))
        .as("it would also take images-of-others/")
        .singleElement()
        .asString()
        .startsWith("spec.source.s3Prefix.prefix is 's3://brand-logos/images', but it also takes")
        .endsWith("end the prefix with '/'.");
    assertThat(DatasetTenancy.forbidden(Datasets.of(Datasets.SUPPLIED), tenancy))
        .singleElement()
        .asString()
        .contains("spec.source.manifest.uri");
  }
}
