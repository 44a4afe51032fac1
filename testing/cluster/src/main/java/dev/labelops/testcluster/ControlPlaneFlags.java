package dev.labelops.testcluster;

import java.nio.file.Path;
import java.util.List;

/** The command lines of a control plane for tests: everything on loopback, RBAC and audit on. */
final class ControlPlaneFlags {

  private static final String SERVICES = "10.96.0.0/16";

  private ControlPlaneFlags() {}

  static List<String> etcd(KubeBinaries binaries, Path folder, int port, int peerPort) {
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + peerPort;
    return List.of(
        binaries.etcd().toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  static List<String> apiServer(
      KubeBinaries binaries, Path folder, int etcdPort, int port, Path auditLog) {
    return List.of(
        binaries.apiServer().toString(),
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        // No node runs here, and a loopback address is refused as the endpoint of a Service.
        "--endpoint-reconciler-type=none",
        "--tls-cert-file=" + folder.resolve("server.crt"),
        "--tls-private-key-file=" + folder.resolve("server.key"),
        "--client-ca-file=" + folder.resolve("ca.crt"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("sa.pub"),
        "--service-account-signing-key-file=" + folder.resolve("sa.key"),
        "--service-cluster-ip-range=" + SERVICES,
        "--authorization-mode=Node,RBAC",
        "--audit-policy-file=" + folder.resolve("audit-policy.yaml"),
        "--audit-log-path=" + auditLog,
        // An event is in the file before its answer is sent, so tests need not wait for it.
        "--audit-log-mode=blocking-strict");
  }

  static List<String> controllerManager(KubeBinaries binaries, Path folder, Path kubeconfig) {
    return List.of(
        binaries.controllerManager().toString(),
        "--kubeconfig=" + kubeconfig,
        "--authentication-kubeconfig=" + kubeconfig,
        "--authorization-kubeconfig=" + kubeconfig,
        "--service-account-private-key-file=" + folder.resolve("sa.key"),
        "--root-ca-file=" + folder.resolve("ca.crt"),
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--secure-port=0",
        "--controllers=garbage-collector-controller,namespace-controller,"
            + "serviceaccount-controller,root-ca-certificate-publisher-controller,"
            + "deployment-controller,replicaset-controller,statefulset-controller,"
            + "job-controller");
  }
}
