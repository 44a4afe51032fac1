package dev.labelops.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease that this replica may hold ({@code coordination.k8s.io/v1 Lease}).
 *
 * @param identity of this replica, {@code spec.holderIdentity}
 */
record OwnLease(KubernetesClient kubernetes, String namespace, String name, String identity) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnLease.class);

  /**
   * Lets another replica lead immediately instead of after the lease's duration. Does nothing when
   * somebody else holds it; a failure is only logged.
   */
  void giveBack() {
    try {
      Lease lease = kubernetes.leases().inNamespace(namespace).withName(name).get();
      if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
        return;
      }
      lease.getSpec().setHolderIdentity("");
      lease.getSpec().setLeaseDurationSeconds(1);
      lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
      // Carries the resourceVersion: nothing is taken from somebody who was faster.
      kubernetes.resource(lease).update();
      LOG.info("the lease is released");
    } catch (KubernetesClientException e) {
      LOG.warn("the lease could not be released and has to expire: {}", e.getMessage());
    }
  }
}
