package dev.labelops.operator.dataset.plan;

import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.S3Prefix;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Sample;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.manifest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Which objects of a listing are taken, and which of those cannot be labeled. Pure. */
public final class ObjectSelector {
  private final String prefix;
  private final Medium medium;
  private final List<Glob> include;
  private final List<Glob> exclude;
  private final Optional<Sample> sample;
  private final List<String> ownPrefixes;

  /**
   * @param source with globs that parse
   * @param medium what the objects are, which says the default of the globs
   * @param ownPrefixes key prefixes that LabelOps or Ground Truth write to
   */
  public ObjectSelector(S3Prefix source, Medium medium, List<String> ownPrefixes) {
    this.medium = medium;
    this.prefix = source.prefix();
    this.include =
        globs(
            source.include() == null || source.include().isEmpty()
                ? medium.extensions().stream().map(extension -> "*" + extension).toList()
                : source.include());
    this.exclude = globs(source.exclude() == null ? List.of() : source.exclude());
    this.sample = Optional.ofNullable(source.sample());
    this.ownPrefixes = List.copyOf(ownPrefixes);
  }

  private static List<Glob> globs(List<String> texts) {
    return texts.stream().map(Glob::parse).toList();
  }

  /** Whether the data set wants the object. */
  public boolean selects(String key) {
    String rest = key.substring(prefix.length());
    return ownPrefixes.stream().noneMatch(key::startsWith)
        && include.stream().anyMatch(glob -> glob.matches(rest))
        && exclude.stream().noneMatch(glob -> glob.matches(rest))
        && sample.map(s -> draws(s, key)).orElse(true);
  }

  /** The same keys are drawn each time, whatever else is in the bucket. */
  private static boolean draws(Sample sample, String key) {
    long seed = sample.seed() == null ? 0 : sample.seed();
    byte[] hash = Sha256.digest().digest((seed + "/" + key).getBytes(StandardCharsets.UTF_8));
    return Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), 100) < sample.percent();
  }

  /** What is broken about a selected object; {@code field} is {@code key} or {@code size}. */
  public record Problem(String field, RejectionReason reason) {}

  /** Why a selected object cannot be labeled, if so. */
  public Optional<Problem> problem(StoredObject object) {
    if (object.key().endsWith("/")) {
      return Optional.of(new Problem("key", RejectionReason.Folder));
    }
    if (object.key().chars().anyMatch(Character::isISOControl)) {
      return Optional.of(new Problem("key", RejectionReason.ControlCharacter));
    }
    if (object.size() == 0) {
      return Optional.of(new Problem("size", RejectionReason.EmptyObject));
    }
    return medium == Medium.Image && object.size() > ServiceLimits.MAX_IMAGE_BYTES
        ? Optional.of(new Problem("size", RejectionReason.TooLarge))
        : Optional.empty();
  }
}
