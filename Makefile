# `make help` lists what there is; the README's two commands are `make demo` and `make test`. Caches live outside the
# checkout, under LABELOPS_CACHE (default: labelops in the user's cache folder) and Maven's own repository.

.DEFAULT_GOAL := help
SHELL := /bin/sh

export JAVA_HOME := $(shell hack/find-jdk 2>/dev/null)
MAVEN_FLAGS ?=
MVN := mvn -B $(MAVEN_FLAGS)

# A cluster named on make's command line is a cluster given on purpose.
ifeq ($(origin KUBECONFIG),command line)
export LABELOPS_TEST_KUBECONFIG := $(abspath $(KUBECONFIG))
endif

# Tests wait more than they compute, so two modules, and in a module two classes, run side by side, each on an API
# server of its own; on a given cluster one after the other.
TEST_LANES ?= $(if $(LABELOPS_TEST_KUBECONFIG),1,2)
LANES = --fail-at-end --threads $(TEST_LANES) -DforkCount=$(TEST_LANES)

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: tools
tools:
	@hack/find-jdk >/dev/null
	@command -v mvn >/dev/null || { echo "LabelOps is built with Maven 3.8 or newer: install it (package maven)." >&2; exit 1; }

# Packages again only when something that goes in has changed.
PACKAGED := target/packaged
$(PACKAGED): pom.xml $(wildcard */pom.xml */*/pom.xml) $(shell find */src/main */*/src/main -type f)
	@$(MAKE) --no-print-directory tools
	$(MVN) -q package -Dmaven.test.skip=true
	@mkdir -p $(@D) && touch $@

RUN = "$(JAVA_HOME)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dio.netty.noUnsafe=true -jar demo/target/labelops-demo-*-all.jar
OWN_OBJECTS = $(if $(IMAGES),--images="$(IMAGES)") $(if $(TRUTH),--truth="$(TRUTH)") $(if $(TASK),--task="$(TASK)")

.PHONY: demo
demo: $(PACKAGED) ## Labels by people and by machine, with a report; IMAGES=folder TRUTH=file TASK=type labels yours
	@$(RUN) run --root="$(CURDIR)" $(OWN_OBJECTS)

# Builds format the sources; `make test` says which files were not formatted, before anything else.
AS_IT_IS = -Dspotless.apply.skip=true

.PHONY: format-check
format-check: tools
	@$(MVN) -q spotless:check --fail-at-end || { echo "Format them with 'make format'." >&2; exit 1; }

.PHONY: test
test: format-check ## Fetch what tests need, run every test; KUBECONFIG=file runs them on that cluster
	@hack/test-tools $(MAKE) --no-print-directory chart all-tests

.PHONY: all-tests
all-tests:
	@hack/run-tests all $(MVN) verify $(LANES) $(AS_IT_IS)

.PHONY: test-fast
test-fast: tools ## The unit tests alone, for the loop: no cluster, nothing to fetch
	@hack/run-tests unit $(MVN) test $(LANES)

.PHONY: build
build: tools ## Compile, format and package everything, without tests
	$(MVN) package -DskipTests

.PHONY: format
format: tools ## Format the Java sources (every build does it too)
	$(MVN) spotless:apply

.PHONY: up
up: $(PACKAGED) ## The demo's cluster, engine and operator, left running, with a sign-in for you; PORT=4566
	@$(RUN) up --root="$(CURDIR)" $(if $(PORT),--port=$(PORT)) $(OWN_OBJECTS)

.PHONY: workers
workers: $(PACKAGED) ## Simulated workers for 'make up', until Ctrl-C; PACE=10 (seconds for a task) PORT=4566
	@$(RUN) workers --root="$(CURDIR)" $(if $(PORT),--engine=http://127.0.0.1:$(PORT)) $(if $(PACE),--time-per-task=PT$(PACE)S) $(OWN_OBJECTS)

# Of what the demo leaves; LABELOPS_BROWSER is a program or a path.
.PHONY: screenshots
screenshots: $(PACKAGED) ## The screenshots in docs/images, by a browser, after 'make demo'
	@test -f target/demo/report.html || $(MAKE) --no-print-directory demo
	@browser="$$($(if $(LABELOPS_BROWSER),command -v $(LABELOPS_BROWSER),command -v chromium-headless-shell || command -v chromium))" || { echo "There is no browser: install Chromium, or set LABELOPS_BROWSER." >&2; exit 1; }; \
		$(MVN) -q -pl demo -am process-test-classes -Pscreenshots -Dscreenshots.arguments="\"$(CURDIR)\" $$browser"

.PHONY: down
down: $(PACKAGED) ## Stop what 'make up' started
	@$(RUN) down --root="$(CURDIR)"

# The parallel collectors take what memory the machine has before they collect; 30 MiB are live.
ENGINE_JAVA = -XX:+UseSerialGC -Xmx512m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:+ExitOnOutOfMemoryError

.PHONY: engine
engine: $(PACKAGED) ## The engine alone, in the foreground; PORT=4566 DATA=target/engine-data ENGINE_JAVA='-Xmx1g ...'
	@exec "$(JAVA_HOME)/bin/java" $(ENGINE_JAVA) -jar engine/server/target/labelops-engine-*-all.jar --port=$(or $(PORT),4566) --data="$(or $(DATA),target/engine-data)"

.PHONY: crds
crds: tools ## Write crds/ and the objects of the gitops tests again from the Java classes
	$(MVN) -pl operator -am test -Dtest=CrdsTest,ConditionRowsTest -Dsurefire.failIfNoSpecifiedTests=false -Dlabelops.crds.write=true

.PHONY: docs
docs: tools ## Write the generated parts of docs/ and of the chart again
	$(MVN) -pl operator,testing/install -am test -Dtest='*PageTest,TaskTypesPageIT,MetricsTest,ChartFilesIT,MonitoringIT' -Dsurefire.failIfNoSpecifiedTests=false -Dlabelops.docs.write=true

.PHONY: chart
chart: ## Check the Helm chart and package it into target/
	@helm="$$(hack/find-helm)" && "$$helm" lint --strict --set aws.region=eu-west-1 charts/labelops && "$$helm" lint --strict --set engine.enabled=true charts/labelops && "$$helm" package charts/labelops -d target

.PHONY: cluster
cluster: tools ## Build etcd and the Kubernetes API server into the cache, once
	$(MVN) -q -pl testing/cluster compile exec:java -Dexec.mainClass=dev.labelops.testcluster.ClusterCommand -Dexec.args=build

SEEDS ?= 1,2,3,4,5,6,7,8,9,10
SECONDS ?= 120

.PHONY: chaos
chaos: tools ## Random changes over a faulty wire with kill -9 (40 min); SEEDS=1,2,3 SECONDS=120
	$(MVN) -pl demo -am verify -DskipUnitTests -Dit.test=ChaosIT -Dfailsafe.failIfNoSpecifiedTests=false -Dlabelops.chaos.seeds=$(SEEDS) -Dlabelops.chaos.seconds=$(SECONDS)

.PHONY: bench
bench: $(PACKAGED) ## What the operator costs, a JSON line per figure (25 min); JOBS=1000 or CREATE=1000: only that
	@"$(JAVA_HOME)/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar testing/bench/target/labelops-bench-*-all.jar \
		--root="$(CURDIR)" $(if $(JOBS),--jobs=$(JOBS)) $(if $(CREATE),--create=$(CREATE)) $(if $(BUDGETS),--budgets=$(BUDGETS))

# SEEDS of `make chaos` are other ones.
LEARNING_OPTIONS = $(if $(DATA),"--data=$(abspath $(DATA))") $(if $(filter command line,$(origin SEEDS)),--seeds=$(SEEDS)) $(if $(ONLY),--only=$(ONLY)) $(if $(WORK),"--work=$(abspath $(WORK))") $(if $(RANDOM),--random=$(RANDOM)) $(if $(TEXT_BACKBONE),"--text-backbone=$(abspath $(TEXT_BACKBONE))")

.PHONY: bench-learning
bench-learning: tools ## What automated labeling reaches, a JSON line per figure; DATA=folder SEEDS=10 ONLY=set
	@$(MVN) -q -pl engine/server -am process-test-classes -Pbench-learning -Dbench.arguments='$(LEARNING_OPTIONS)'

CACHE = $(or $(LABELOPS_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/labelops)

.PHONY: bench-portal
bench-portal: tools ## The wait after Submit in the portal and in Label Studio, a JSON line per figure (10 min); COUNT=50
	@$(MVN) -q -pl engine/server -am process-test-classes -Pbench-portal -Dbench.arguments='$(or $(COUNT),50) "$(CACHE)"'

IMAGE_TAG ?= $(shell sed -n 's,^  <version>\(.*\)</version>,\1,p' pom.xml | sed 's/-SNAPSHOT//')

.PHONY: image
image: $(PACKAGED) ## Container images of operator and engine; PREFIX=my.registry/team/ BUILD_IMAGE= RUNTIME_IMAGE=
	@for target in engine operator; do \
		docker build --target=$$target --tag="$(PREFIX)labelops-$$target:$(IMAGE_TAG)" --build-arg=JARS=context \
			$(if $(BUILD_IMAGE),--build-arg=BUILD_IMAGE="$(BUILD_IMAGE)") $(if $(RUNTIME_IMAGE),--build-arg=RUNTIME_IMAGE="$(RUNTIME_IMAGE)") . || exit 1; \
	done

.PHONY: sbom
sbom: tools ## CycloneDX lists of what is in operator and engine: target/sbom/*.json
	$(MVN) -q package -Dmaven.test.skip=true -pl engine/server,operator -am
	@ls target/sbom/*.json

.PHONY: aws-policies
aws-policies: ## Fill in config/aws; ACCOUNT= REGION= BUCKET= EXECUTION_ROLE= ... (docs/operate/iam.md)
	@hack/aws-policies

.PHONY: aws-smoke
aws-smoke: tools ## One tiny labeling job on AWS; REGION= BUCKET= ROLE= WORKTEAM= (docs/operate/verified-on-aws.md)
	@$(MVN) -q -pl operator -am test -Dtest=AwsSmokeCommand -Dsurefire.failIfNoSpecifiedTests=false -DtrimStackTrace=true -Dlabelops.version=$(shell sed -n 's,^  <version>\(.*\)</version>,\1,p' pom.xml)

.PHONY: release
release: ## Write VERSION=1.2.3 everywhere, and release notes from the changelog
	@hack/release "$$VERSION"

.PHONY: clean
clean: tools ## Remove what the build created; caches stay
	$(MVN) -q clean
