package dev.labelops.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real boto3 makes a team and a job with nothing but the engine's address. */
class Boto3IT {
  private static final String PYTHON =
      Objects.requireNonNullElse(System.getenv("LABELOPS_PYTHON"), "python3");

  @TempDir Path data;
  @TempDir Path work;

  @Test
  void makesATeamAndAJob() throws Exception {
    RealClient client = new RealClient(work);
    assumeTrue(
        client.has(PYTHON, "-c", "import boto3"),
        "skipped: " + PYTHON + " has no boto3; name one that has in LABELOPS_PYTHON");
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      client.runAgainst(engine.address(), PYTHON, RealClient.script("team_and_job.py").toString());
    }
    client.sawTeamAndJob("contract-boto3");
    JsonNode presigned = client.saved("presigned");
    assertThat(presigned.path("put").asInt()).isEqualTo(200);
    assertThat(presigned.path("content").asText()).isEqualTo("presigned");
    assertThat(presigned.path("type").asText()).isEqualTo("text/x-seen");
    assertThat(presigned.path("late").asText()).contains("AccessDenied", "Request has expired");
    assertThat(presigned.path("other key").asText()).contains("SignatureDoesNotMatch");
    assertThat(presigned.path("other method").asText()).contains("SignatureDoesNotMatch");
  }

  @Test
  void seesOfS3WhatItSeesOnAws() throws Exception {
    RealClient client = new RealClient(work);
    assumeTrue(
        client.has(PYTHON, "-c", "import boto3"),
        "skipped: " + PYTHON + " has no boto3; name one that has in LABELOPS_PYTHON");
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      client.runAgainst(engine.address(), PYTHON, RealClient.script("s3_answers.py").toString());
    }
  }
}
