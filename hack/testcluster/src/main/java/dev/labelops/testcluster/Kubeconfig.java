package dev.labelops.testcluster;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
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

  /**
   * @param caData base64 of PEM, as kubeconfig files hold it
   */
  static String withToken(String server, String caData, String token) {
    return Serialization.asYaml(
        base(server, caData)
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .build());
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
