package dev.labelops.testcluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs of a control plane.
 *
 * @param folder holds {@code etcd}, {@code kube-apiserver} and perhaps {@code
 *     kube-controller-manager}
 */
record KubeBinaries(Path folder) {

  Path etcd() {
    return folder.resolve("etcd");
  }

  Path apiServer() {
    return folder.resolve("kube-apiserver");
  }

  Path controllerManager() {
    return folder.resolve("kube-controller-manager");
  }

  boolean hasControllerManager() {
    return Files.isExecutable(controllerManager());
  }
}
