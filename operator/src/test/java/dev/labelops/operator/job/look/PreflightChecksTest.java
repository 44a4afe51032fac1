package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.cognito.TeamMembers;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.WorkerTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check that is made before money is spent: what proves it, and what is said otherwise. */
class PreflightChecksTest {
  /** The world as it should be, to be spoiled in one place. */
  private static final class World implements ObjectStore {
    Optional<TeamMembers.Team> team = Optional.of(new TeamMembers.Team(Optional.of(true)));
    final Map<String, String> regions =
        new HashMap<>(Map.of("logos", "eu-west-1", "pictures", "eu-west-1"));
    final Map<String, List<CorsRule>> cors = new HashMap<>(Map.of("pictures", List.of(rule("*"))));
    final Map<String, CloudFailure> failing = new HashMap<>();
    final Map<String, String> files = new HashMap<>();
    Optional<List<String>> buckets = Optional.of(List.of("pictures"));
    LabelingJobSpec spec = Samples.spec();
    Input input = Samples.INPUT;

    final List<String> mistakes = new ArrayList<>();
    final List<String> rendered = new ArrayList<>();

    final PreflightChecks checks =
        new PreflightChecks(
            (scope, arn) -> {
              fail("sagemaker:DescribeWorkteam");
              return team;
            },
            new TemplateTrial(
                (scope, template, taskInput, role) -> {
                  rendered.add(taskInput);
                  fail("sagemaker:RenderUiTemplate");
                  return mistakes;
                }));

    Preflight check() {
      return checks.check(spec, Samples.plan(spec, 1), input, buckets, this);
    }

    /** A template of the user's own, and the manifest. */
    void brought(String manifest) {
      template(WorkerTemplate.render(Samples.spec().task(), Optional.empty()));
      if (manifest != null) {
        files.put(input.manifestUri(), manifest);
      }
    }

    private void fail(String action) {
      if (failing.containsKey(action)) {
        throw failing.get(action);
      }
    }

    @Override
    public Optional<String> bucketRegion(String bucket) {
      fail("s3:ListBucket");
      return Optional.ofNullable(regions.get(bucket));
    }

    @Override
    public List<CorsRule> cors(String bucket) {
      fail("s3:GetBucketCORS");
      return cors.getOrDefault(bucket, List.of());
    }

    @Override
    public void createBucket(String bucket) {
      throw new AssertionError("checks only read");
    }

    @Override
    public void putCors(String bucket, List<CorsRule> rules) {
      throw new AssertionError("checks only read");
    }

    @Override
    public boolean putIfAbsent(String bucket, String key, String type, InputStream content) {
      throw new AssertionError("checks only read");
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
      throw new AssertionError("costs a call per thousand objects");
    }

    @Override
    public List<String> folders(String bucket, String prefix) {
      throw new AssertionError("not needed");
    }

    @Override
    public Optional<StoredObject> head(String bucket, String key) {
      throw new AssertionError("not needed");
    }

    @Override
    public <T> Optional<T> read(String bucket, String key, ContentReader<T> reader) {
      fail("s3:GetObject");
      String text = files.get("s3://" + bucket + "/" + key);
      try {
        return text == null
            ? Optional.empty()
            : Optional.of(
                reader.read(null, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void template(String text) {
      spec = Samples.spec("task: {template: {s3Uri: 's3://logos/own.liquid'}}");
      if (text != null) {
        files.put("s3://logos/own.liquid", text);
      }
    }
  }

  private static CorsRule rule(String origin) {
    return new CorsRule(
        Optional.empty(), List.of(), List.of("GET"), List.of(origin), List.of(), Optional.empty());
  }

  private static CloudFailure failure(ErrorClass errorClass, String action) {
    return new CloudFailure(errorClass, action, "Code", "no", null);
  }

  private static Preflight after(Consumer<World> change) {
    World world = new World();
    change.accept(world);
    return world.check();
  }

  @Test
  void everythingInPlaceIsProvedAndTheRestSaidToBeUnknown() {
    Preflight preflight = after(world -> {});

    assertThat(preflight.refuted()).isEmpty();
    assertThat(preflight.message())
        .isEqualTo(
            "Proved: work team 'logos' has members (cognito-idp:ListUsersInGroup);"
                + " bucket 'logos' is in eu-west-1 (s3:ListBucket);"
                + " bucket 'pictures' is in eu-west-1 (s3:ListBucket);"
                + " bucket 'pictures' has the CORS rule (s3:GetBucketCORS)."
                + " Not known: whether role "
                + Samples.ROLE
                + " may be passed to SageMaker (iam:PassRole), read input and write output.");
  }

  @Test
  void aTemplateInS3ThatFitsIsProved() {
    assertThat(
            after(
                    world ->
                        world.template(
                            WorkerTemplate.render(Samples.spec().task(), Optional.empty())))
                .message())
        .contains("template s3://logos/own.liquid fits BoundingBox (s3:GetObject)");
  }

  private static final String MANIFEST =
      "{\"source-ref\":\"s3://pictures/a.jpg\",\"prior-job\":{\"x\":1}}\n{\"source-ref\":\"s3://pictures/b.jpg\"}\n";

  @Test
  void aTemplateIsRenderedOnceWithTheFirstObject() {
    World world = new World();
    world.brought(MANIFEST);

    assertThat(world.check().message())
        .contains(
            "template s3://logos/own.liquid fits BoundingBox (s3:GetObject); template"
                + " s3://logos/own.liquid can be rendered with the first object of"
                + " s3://logos/in.manifest (sagemaker:RenderUiTemplate)");
    assertThat(world.check().refuted()).isEmpty();

    assertThat(world.rendered)
        .as("a question that was answered is not asked again")
        .singleElement()
        .asString()
        .contains(
            "\"source-ref\":\"s3://pictures/a.jpg\"",
            "\"taskObject\":\"s3://pictures/a.jpg\"",
            "\"labels\":[",
            "\"manifestLine\":{\"source-ref\":\"s3://pictures/a.jpg\",\"prior-job\":{\"x\":1}}");
    world.files.put("s3://logos/own.liquid", world.files.get("s3://logos/own.liquid") + " ");
    world.check();
    assertThat(world.rendered).as("another template is another question").hasSize(2);
  }

  @Test
  void aTemplateInlineIsRenderedToo() {
    World world = new World();
    world.spec =
        Samples.spec(
            "task: {template: {inline: '"
                + WorkerTemplate.render(Samples.spec().task(), Optional.empty()).replace("'", "''")
                + "'}}");
    world.files.put(world.input.manifestUri(), MANIFEST);
    world.mistakes.add("there is no filter 'nl2br'.");

    assertThat(world.check().refuted().orElseThrow().sentence())
        .isEqualTo(
            "spec.task.template.inline cannot be rendered with the first object of"
                + " s3://logos/in.manifest (sagemaker:RenderUiTemplate), so that nobody could"
                + " label:"
                + " there is no filter 'nl2br'. Correct the template");
    world.mistakes.clear();
    assertThat(world.check().refuted()).as("asked again after a refusal").isEmpty();
  }

  @Test
  void aTemplateOfOurOwnCostsNoCall() {
    World world = new World();

    world.check();

    assertThat(world.rendered).isEmpty();
  }

  private static Arguments refuted(
      Consumer<World> change, Reason reason, String proof, String sentence, String cure) {
    return Arguments.of(change, reason, proof, sentence, cure);
  }

  static Stream<Arguments> refutations() {
    return Stream.of(
        refuted(
            world -> world.team = Optional.empty(),
            Reason.NoMembers,
            "sagemaker:DescribeWorkteam",
            "Work team 'logos' does not exist in eu-west-1",
            "create it, or name another team"),
        refuted(
            world -> world.team = Optional.of(new TeamMembers.Team(Optional.of(false))),
            Reason.NoMembers,
            "cognito-idp:ListUsersInGroup",
            "Work team 'logos' has no enabled member",
            "add members first"),
        refuted(
            world -> world.regions.remove("logos"),
            Reason.WaitingForBucket,
            "s3:ListBucket",
            "Bucket 'logos' does not exist",
            "create it"),
        refuted(
            world -> world.regions.put("logos", "us-east-1"),
            Reason.WrongRegion,
            "the team in eu-west-1",
            "Bucket 'logos' is in us-east-1",
            "use a bucket of the team's region"),
        refuted(
            world -> world.regions.put("pictures", "us-east-1"),
            Reason.WrongRegion,
            "the team in eu-west-1",
            "Bucket 'pictures' is in us-east-1",
            "use a bucket of the team's region"),
        refuted(
            world -> world.template(null),
            Reason.WaitingForTemplate,
            "s3:GetObject",
            "There is no template at s3://logos/own.liquid",
            "upload it"),
        refuted(
            world ->
                world.template(
                    WorkerTemplate.render(Samples.spec().task(), Optional.empty())
                        .replace("boundingBox", "box")),
            Reason.InvalidTemplate,
            "s3:GetObject",
            "Template s3://logos/own.liquid cannot be used",
            "set name=\"boundingBox\""),
        refuted(
            world -> {
              world.brought(MANIFEST);
              world.mistakes.add("\"grant_read_access\" input is not a valid S3 URI");
            },
            Reason.InvalidTemplate,
            "(sagemaker:RenderUiTemplate), so that nobody could label:"
                + " \"grant_read_access\" input is not a valid S3 URI",
            "Template s3://logos/own.liquid cannot be rendered with the first object of"
                + " s3://logos/in.manifest",
            "Correct the template"),
        refuted(
            world -> world.cors.clear(),
            Reason.CorsMissing,
            "s3:GetBucketCORS",
            "Bucket 'pictures' has no CORS rule that lets browsers GET",
            "set cors: Merge on a LabelingDataset of it, or add the rule"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("refutations")
  void whatIsNotSoIsRefutedWithTheProofAndTheCure(
      Consumer<World> change, Reason reason, String proof, String sentence, String cure) {
    Finding refuted = after(change).refuted().orElseThrow();

    assertThat(refuted.reason()).isEqualTo(reason);
    assertThat(refuted.sentence()).startsWith(sentence).contains(proof).endsWith(cure);
  }

  static Stream<Arguments> unknowns() {
    Consumer<World> oidc =
        world -> world.team = Optional.of(new TeamMembers.Team(Optional.empty()));
    Consumer<World> unread = world -> world.buckets = Optional.empty();
    Consumer<World> origins =
        world -> world.cors.put("pictures", List.of(rule("https://a.example")));
    return Stream.of(
        Arguments.of(
            oidc, "who the members are of work team 'logos', since they are not in" + " Cognito"),
        Arguments.of(unread, "which buckets hold the objects, and so their CORS rules"),
        Arguments.of(origins, "whether the origins in the CORS rules of bucket 'pictures' suffice"),
        Arguments.of(
            (Consumer<World>)
                world -> {
                  world.template(null);
                  world.failing.put("s3:GetObject", failure(ErrorClass.DENIED, "s3:GetObject"));
                },
            "what s3:GetObject would report, because AWS denies the call"),
        notRendered(ErrorClass.DENIED, "AWS denies sagemaker:RenderUiTemplate"),
        notRendered(ErrorClass.THROTTLED, "sagemaker:RenderUiTemplate: no (Code)"),
        notRendered(ErrorClass.TRANSIENT, "sagemaker:RenderUiTemplate: no (Code)"),
        notRendered(ErrorClass.INVALID, "sagemaker:RenderUiTemplate: no (Code)"),
        Arguments.of(
            (Consumer<World>) world -> world.brought(null),
            RENDERED + "its first line has no object of the task, or is too long to render"),
        Arguments.of(
            (Consumer<World>) world -> world.brought("{\"source\":\"a text\"}\n"),
            RENDERED + "its first line has no object of the task, or is too long to render"),
        Arguments.of(
            (Consumer<World>)
                world -> world.brought("{\"source-ref\":\"" + "x".repeat(90_000) + "\"}\n"),
            RENDERED + "its first line has no object of the task, or is too long to render"),
        denied("sagemaker:DescribeWorkteam"),
        denied("s3:ListBucket"),
        denied("s3:GetBucketCORS"));
  }

  private static final String RENDERED =
      "whether template s3://logos/own.liquid can be rendered with the first object of"
          + " s3://logos/in.manifest, because ";

  private static Arguments notRendered(ErrorClass how, String why) {
    Consumer<World> change =
        world -> {
          world.brought(MANIFEST);
          world.failing.put(
              "sagemaker:RenderUiTemplate", failure(how, "sagemaker:RenderUiTemplate"));
        };
    return Arguments.of(change, RENDERED + why);
  }

  private static Arguments denied(String action) {
    Consumer<World> change = world -> world.failing.put(action, failure(ErrorClass.DENIED, action));
    return Arguments.of(change, "what " + action + " would report, because AWS denies the call");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unknowns")
  void whatCannotBeProvedIsSaidAsUnknownAndStopsNothing(Consumer<World> change, String sentence) {
    Preflight preflight = after(change);

    assertThat(preflight.refuted()).isEmpty();
    assertThat(preflight.findings())
        .contains(new Finding(Verdict.UNKNOWN, Reason.Unknown, sentence));
    assertThat(preflight.message()).contains(sentence);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"THROTTLED", "TRANSIENT"})
  void aServiceThatDoesNotAnswerIsNoFinding(ErrorClass errorClass) {
    World world = new World();
    world.failing.put("s3:GetBucketCORS", failure(errorClass, "s3:GetBucketCORS"));

    assertThatThrownBy(world::check).isInstanceOf(CloudFailure.class);
  }

  @Test
  void textsNeedNoCorsRule() {
    Preflight preflight =
        after(
            world -> {
              world.spec = Samples.spec("task: {type: TextMultiClass}");
              world.cors.clear();
              world.buckets = Optional.empty();
            });

    assertThat(preflight.refuted()).isEmpty();
    assertThat(preflight.message()).doesNotContain("CORS");
  }

  /** DG:sms-video-overview: GET, HEAD and PUT, where objects are and where results go. */
  @Test
  void videoFramesNeedMoreOfBothBuckets() {
    Consumer<World> frames =
        world ->
            world.spec = Samples.spec("task: {type: VideoObjectTracking, labels: [{name: car}]}");
    CorsRule more =
        new CorsRule(
            Optional.empty(),
            List.of(),
            List.of("GET", "HEAD", "PUT"),
            List.of("*"),
            List.of(),
            Optional.empty());

    assertThat(after(frames).refuted().orElseThrow().sentence())
        .contains("Bucket 'logos'", "GET, HEAD, PUT", "would see no video frames");
    assertThat(
            after(frames.andThen(world -> world.cors.put("logos", List.of(more))))
                .refuted()
                .orElseThrow()
                .sentence())
        .contains("Bucket 'pictures'", "GET, HEAD, PUT");
    assertThat(
            after(
                    frames.andThen(
                        world -> {
                          world.cors.put("logos", List.of(more));
                          world.cors.put("pictures", List.of(more));
                        }))
                .refuted())
        .isEmpty();
  }

  @Test
  void aBucketOfObjectsAndResultsIsLookedAtOnce() {
    Preflight preflight =
        after(
            world ->
                world.buckets =
                    Optional.of(List.of(S3Location.parse(world.spec.output().uri()).bucket())));

    assertThat(preflight.message()).containsOnlyOnce("(s3:ListBucket)");
  }

  @Test
  void fewObjectsAreAWarningWithAutomatedLabelingOnly() {
    Consumer<World> automated = world -> world.spec = Samples.spec("autoLabeling: {enabled: true}");

    assertThat(after(automated).warnings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.FewObjects);
              assertThat(finding.sentence())
                  .contains("AWS advises at least 1,250", "has 60", "fewer may be enough");
            });
    assertThat(after(automated).refuted()).as("a warning, not a refusal").isEmpty();
    assertThat(after(world -> {}).warnings()).isEmpty();
    assertThat(
            after(automated.andThen(world -> world.input = new Input("s3://logos/a", "h", 1250L)))
                .warnings())
        .isEmpty();
    assertThat(
            after(automated.andThen(world -> world.input = new Input("s3://logos/a", "h", null)))
                .warnings())
        .as("a count that is not known")
        .isEmpty();
  }
}
