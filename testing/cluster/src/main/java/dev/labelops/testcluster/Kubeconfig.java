package dev.labelops.testcluster;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Kubeconfig files as YAML. */
final class Kubeconfig {

  private static final String NAME = "labelops-testcluster";

  private Kubeconfig() {}

  static String withCertificate(String server, String caPem, Certificates.Identity identity) {
    return Serialization.asYaml(
        base(server, base64(caPem))
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withClientCertificateData(base64(identity.certificate()))
            .withClientKeyData(base64(identity.key()))
            .endUser()
            .endUser()
            .build());
  }

  /** The same server, with a token in place of what {@code config} signs in with. */
  static String withToken(Config config, String token) {
    return Serialization.asYaml(
        base(config.getMasterUrl(), caData(config))
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .build());
  }

  /** Base64 of PEM; a kubeconfig holds that, or the name of a file with the PEM. */
  private static String caData(Config config) {
    if (config.getCaCertData() != null || config.getCaCertFile() == null) {
      return config.getCaCertData();
    }
    try {
      return base64(Files.readString(Path.of(config.getCaCertFile())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the certificate authority", e);
    }
  }

  private static ConfigBuilder base(String server, String caData) {
    return new ConfigBuilder()
        .withApiVersion("v1")
        .withKind("Config")
        .withCurrentContext(NAME)
        .addNewCluster()
        .withName(NAME)
        .withNewCluster()
        .withServer(server)
        .withCertificateAuthorityData(caData)
        .endCluster()
        .endCluster()
        .addNewContext()
        .withName(NAME)
        .withNewContext()
        .withCluster(NAME)
        .withUser(NAME)
        .endContext()
        .endContext();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
