package dev.labelops.testcluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that gives a test class a namespace of its own in the {@link SharedCluster}.
 *
 * <pre>{@code
 * @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
 * }</pre>
 */
public final class ClusterNamespace implements BeforeAllCallback, AfterAllCallback {

  private String name;

  @Override
  public void beforeAll(ExtensionContext context) {
    String prefix = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
    name = cluster().createNamespace(prefix.substring(0, Math.min(prefix.length(), 40)));
  }

  /** Asks for the namespace's deletion; without a controller manager it stays as Terminating. */
  @Override
  public void afterAll(ExtensionContext context) {
    client().namespaces().withName(name).delete();
  }

  public String name() {
    return name;
  }

  public TestCluster cluster() {
    return SharedCluster.get();
  }

  /** The administrator's client; it has no default namespace. */
  public KubernetesClient client() {
    return cluster().adminClient();
  }
}
