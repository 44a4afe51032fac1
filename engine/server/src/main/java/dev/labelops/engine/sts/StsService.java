package dev.labelops.engine.sts;

import dev.labelops.engine.EngineSettings.Trust;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.front.Form;
import dev.labelops.engine.front.HttpService;
import dev.labelops.engine.front.RequestBody;
import dev.labelops.engine.front.SigV4;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.front.SigningKey;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AWS STS, in its query protocol: GetCallerIdentity and AssumeRole. */
public final class StsService implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(StsService.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final long MIN_SESSION_SECONDS = 900;
  private static final long MAX_SESSION_SECONDS = 43_200;
  private static final long MAX_CHAINED_SECONDS = 3_600;
  private static final Pattern ROLE =
      Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role/(?:.*/)?([\\w+=,.@-]{1,64})");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final SignatureVerifier verifier;
  private final TemporaryKeys keys;
  private final Clock clock;
  private final Set<Trust> trusts;

  /**
   * @param trusts which accounts may assume roles of which others, beside their own
   */
  public StsService(
      SignatureVerifier verifier, TemporaryKeys keys, Collection<Trust> trusts, Clock clock) {
    this.verifier = verifier;
    this.keys = keys;
    this.trusts = Set.copyOf(trusts);
    this.clock = clock;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      byte[] body = RequestBody.read(request, MAX_BODY_BYTES);
      Caller caller = verify(request, body);
      Map<String, String> form = Form.parse(new String(body, StandardCharsets.UTF_8));
      write(response, 200, answer(caller, form));
    } catch (AwsError e) {
      write(response, e.status(), StsXml.error(e));
    } catch (RuntimeException e) {
      LOG.error("a call of STS failed", e);
      AwsError error = StsErrors.FAILED.of();
      write(response, error.status(), StsXml.error(error));
    }
  }

  private String answer(Caller caller, Map<String, String> form) {
    String action = form.getOrDefault("Action", "");
    return switch (action) {
      case "GetCallerIdentity" -> StsXml.callerIdentity(caller);
      case "AssumeRole" -> assumeRole(caller, form);
      default -> throw StsErrors.UNKNOWN_ACTION.of(action);
    };
  }

  private String assumeRole(Caller caller, Map<String, String> form) {
    Matcher role = ROLE.matcher(form.getOrDefault("RoleArn", ""));
    if (!role.matches()) {
      throw StsErrors.ROLE_ARN_FORM.of();
    }
    String session = form.getOrDefault("RoleSessionName", "");
    if (!SESSION_NAME.matcher(session).matches()) {
      throw StsErrors.SESSION_NAME_FORM.of();
    }
    long seconds = seconds(caller, form.getOrDefault("DurationSeconds", "3600"));
    checkTrust(caller, role.group(2), role.group());
    Instant now = clock.instant();
    Instant expires = now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    String arn =
        "arn:%s:sts::%s:assumed-role/%s/%s"
            .formatted(role.group(1), role.group(2), role.group(3), session);
    SigningKey key = keys.issue(role.group(2), arn, expires, now);
    return StsXml.assumedRole(key, session);
  }

  // Whether the role exists is said to nobody whom it does not trust, as on AWS.
  private void checkTrust(Caller caller, String account, String role) {
    boolean own = account.equals(caller.accountId());
    if (!own && !trusts.contains(new Trust(caller.accountId(), account))) {
      throw StsErrors.NOT_TRUSTED.of(caller.arn(), role);
    }
  }

  private static long seconds(Caller caller, String text) {
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StsErrors.DURATION_NOT_A_NUMBER.of();
    }
    if (seconds < MIN_SESSION_SECONDS || seconds > MAX_SESSION_SECONDS) {
      throw StsErrors.DURATION_OUT_OF_RANGE.of(MIN_SESSION_SECONDS, MAX_SESSION_SECONDS);
    }
    if (caller.isSession() && seconds > MAX_CHAINED_SECONDS) {
      throw StsErrors.DURATION_OF_A_CHAIN.of();
    }
    return seconds;
  }

  private Caller verify(HttpServletRequest request, byte[] body) {
    return switch (verifier.verify(request, SigV4.sha256(body))) {
      case Verified verified -> verified.caller();
      case Refused refused -> throw refusal(refused);
    };
  }

  private static AwsError refusal(Refused refused) {
    ErrorForm error =
        switch (refused.reason()) {
          case MISSING -> StsErrors.UNSIGNED;
          case MALFORMED -> StsErrors.SIGNATURE_UNREADABLE;
          case UNKNOWN_KEY, WRONG_TOKEN -> StsErrors.UNKNOWN_KEY;
          case EXPIRED -> StsErrors.EXPIRED;
          case SKEWED, MISMATCH -> StsErrors.SIGNATURE_MISMATCH;
        };
    return error.of(refused.detail());
  }

  private static void write(HttpServletResponse response, int status, String document)
      throws IOException {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/xml");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
