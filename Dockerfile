# Two images from one file: docker build --target operator|engine. docs/operate/image.md says how.
# BUILD_IMAGE needs a JDK 25 (and Maven, unless JARS=context); RUNTIME_IMAGE needs nothing but glibc and, for
# learning's native libraries, libstdc++.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS jars
# build: compile in the container. context: take the jars that `make build` left in target/.
ARG JARS=build
WORKDIR /src
COPY . .
RUN if [ "$JARS" = build ]; then \
      rm -rf */target */*/target \
      && mvn -q -B package -Dmaven.test.skip=true -pl engine/server,operator,image -am; \
    fi \
 && mkdir -p /opt/labelops \
 && cp operator/target/labelops-operator-*-runner.jar /opt/labelops/operator.jar \
 && cp engine/server/target/labelops-engine-*-all.jar /opt/labelops/engine.jar \
 && cp image/target/labelops-image-training-*-all.jar /training.jar

FROM ${BUILD_IMAGE} AS jre
# What jdeps finds in the two jars, without the compiler, and with jcmd for people who look inside.
RUN jlink --output /opt/java --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 \
      --add-modules java.base,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,jdk.jcmd,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

FROM jars AS train
COPY --from=jre /opt/java /opt/java
COPY image/operator.flags image/engine.flags /opt/labelops/
# The caches fit only the very JVM, jar and flags that they were trained with, so nothing changes after this.
RUN java -Dlabelops.java=/opt/java -jar /training.jar /opt/labelops && mkdir -p /empty/data

FROM ${RUNTIME_IMAGE} AS runtime
COPY --from=jre /opt/java /opt/java
# Two arenas: glibc makes eight for each CPU otherwise. No account in the image has this number, so HOME is said.
ENV MALLOC_ARENA_MAX=2 HOME=/tmp PATH=/opt/java/bin:/usr/bin:/bin
USER 65532:65532

FROM runtime AS engine
LABEL org.opencontainers.image.title="LabelOps engine" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=train /opt/labelops/engine.jar /opt/labelops/engine.aot /opt/labelops/engine.flags /opt/labelops/
COPY --from=train --chown=65532:65532 /empty/data /data
# ONNX Runtime reports its use to its authors unless ORT_DISABLE_TELEMETRY is set.
ENV LABELOPS_ENGINE_HOST=0.0.0.0 LABELOPS_ENGINE_DATA=/data ORT_DISABLE_TELEMETRY=1
VOLUME /data
EXPOSE 4566
ENTRYPOINT ["/opt/java/bin/java", "-XX:Flags=/opt/labelops/engine.flags", "-XX:AOTCache=/opt/labelops/engine.aot", "-jar", "/opt/labelops/engine.jar"]

FROM runtime AS operator
LABEL org.opencontainers.image.title="LabelOps operator" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=train /opt/labelops/operator.jar /opt/labelops/operator.aot /opt/labelops/operator.flags /opt/labelops/
EXPOSE 8080
ENTRYPOINT ["/opt/java/bin/java", "-XX:Flags=/opt/labelops/operator.flags", "-XX:AOTCache=/opt/labelops/operator.aot", "-jar", "/opt/labelops/operator.jar"]
