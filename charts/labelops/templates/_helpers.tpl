{{- define "labelops.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* Cut to 50 characters, so that suffixes such as -leader-election fit into a name. */}}
{{- define "labelops.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "labelops.operator.fullname" -}}
{{ include "labelops.fullname" . }}-operator
{{- end }}

{{- define "labelops.engine.fullname" -}}
{{ include "labelops.fullname" . }}-engine
{{- end }}

{{- define "labelops.serviceAccountName" -}}
{{- $made := include "labelops.operator.fullname" . }}
{{- default (ternary $made "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{/* Of (dict "root" $ "component" name): the labels of a selector. */}}
{{- define "labelops.selectorLabels" -}}
app.kubernetes.io/name: {{ include "labelops.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "labelops.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "labelops.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: labelops
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Of (dict "root" $ "image" image): registry, name, tag or digest. */}}
{{- define "labelops.image" -}}
{{- $registry := default .root.Values.image.registry .image.registry }}
{{- $name := .image.repository }}
{{- if $registry }}
{{- $name = printf "%s/%s" (trimSuffix "/" $registry) $name }}
{{- end }}
{{- if .image.digest }}
{{- printf "%s@%s" $name .image.digest }}
{{- else }}
{{- printf "%s:%s" $name (default .root.Chart.AppVersion .image.tag) }}
{{- end }}
{{- end }}

{{- define "labelops.region" -}}
{{- if .Values.aws.region }}
{{- .Values.aws.region }}
{{- else if .Values.engine.enabled -}}
eu-west-1
{{- else }}
{{- fail "\n\naws.region is not set: set the region of the operator (--set aws.region=eu-west-1), or use the engine instead of AWS (--set engine.enabled=true)." }}
{{- end }}
{{- end }}

{{/* The Secret of the engine's key. */}}
{{- define "labelops.engine.secretName" -}}
{{- default (printf "%s-key" (include "labelops.engine.fullname" .)) .Values.engine.existingSecret }}
{{- end }}

{{/* The Secret whose key signs the operator's calls; empty with IRSA and Pod Identity. */}}
{{- define "labelops.credentialsSecretName" -}}
{{- if .Values.engine.enabled }}
{{- include "labelops.engine.secretName" . }}
{{- else }}
{{- .Values.aws.existingSecret }}
{{- end }}
{{- end }}

{{- define "labelops.endpointUrl" -}}
{{- if .Values.engine.enabled }}
{{- printf "http://%s.%s.svc:%v" (include "labelops.engine.fullname" .) .Release.Namespace .Values.engine.service.port }}
{{- else }}
{{- .Values.aws.endpointUrl }}
{{- end }}
{{- end }}

{{/* The port of aws.endpointUrl; empty without one. */}}
{{- define "labelops.endpointPort" -}}
{{- with .Values.aws.endpointUrl }}
{{- $url := urlParse . }}
{{- default (ternary "443" "80" (eq $url.scheme "https")) (trimPrefix ":" (regexFind ":[0-9]+$" $url.host)) }}
{{- end }}
{{- end }}

{{/* The address at which browsers reach the engine. */}}
{{- define "labelops.engine.publicUrl" -}}
{{- $ingress := .Values.engine.ingress }}
{{- if .Values.engine.publicUrl }}
{{- .Values.engine.publicUrl }}
{{- else if $ingress.enabled }}
{{- $host := required "\n\nengine.ingress.host is not set: an ingress needs the host name under which people reach the engine." $ingress.host }}
{{- printf "%s://%s" (ternary "https" "http" $ingress.tls.enabled) $host }}
{{- else }}
{{- printf "http://localhost:%v" .Values.engine.service.port }}
{{- end }}
{{- end }}

{{/* Of (dict "name" of the Secret "prefix" of the variables): a key pair as environment. */}}
{{- define "labelops.keyPair" -}}
- name: {{ .prefix }}ACCESS_KEY_ID
  valueFrom:
    secretKeyRef: {name: {{ .name }}, key: AWS_ACCESS_KEY_ID}
- name: {{ .prefix }}SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef: {name: {{ .name }}, key: AWS_SECRET_ACCESS_KEY}
{{- end }}

{{/* Where database and objects are, as environment of the engine and of learning runs. */}}
{{- define "labelops.engine.storage" -}}
{{- with .Values.engine }}
{{- with .database.existingSecret }}
- name: LABELOPS_ENGINE_DATABASE
  valueFrom:
    secretKeyRef: {name: {{ . }}, key: LABELOPS_ENGINE_DATABASE}
{{- end }}
{{- if .s3.endpoint }}
- name: LABELOPS_ENGINE_S3
  value: {{ .s3.endpoint | quote }}
- name: LABELOPS_ENGINE_S3_REGION
  value: {{ .s3.region | quote }}
{{ include "labelops.keyPair" (dict "name" .s3.existingSecret "prefix" "OBJECTS_") }}
- name: LABELOPS_ENGINE_S3_KEY
  value: $(OBJECTS_ACCESS_KEY_ID):$(OBJECTS_SECRET_ACCESS_KEY):s3
{{- end }}
{{- end }}
{{- end }}

{{/* How learning runs learn, as environment of the engine and of learning runs. */}}
{{- define "labelops.engine.learning" -}}
{{- with .Values.engine.learning }}
{{- with .backbone }}
- name: LABELOPS_ENGINE_BACKBONE
  value: {{ . | quote }}
{{- end }}
{{- with .textBackbone }}
- name: LABELOPS_ENGINE_TEXT_BACKBONE
  value: {{ . | quote }}
{{- end }}
- name: LABELOPS_ENGINE_TARGET_ACCURACY
  value: {{ .targetAccuracy | quote }}
- name: LABELOPS_ENGINE_TARGET_IOU
  value: {{ .targetIou | quote }}
- name: LABELOPS_ENGINE_LEARNING_THREADS
  value: {{ .threads | quote }}
- name: LABELOPS_ENGINE_LEARNING_CACHE_SIZE
  value: {{ .cacheSize }}
{{- end }}
{{- end }}

{{/* The Job of a learning run, without what the engine adds. */}}
{{- define "labelops.engine.learningJob" -}}
{{- $engine := .Values.engine }}
{{- $job := $engine.learning.job }}
apiVersion: batch/v1
kind: Job
metadata:
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "labelops.labels" (dict "root" $ "component" "learning") | nindent 4 }}
spec:
  backoffLimit: 0
  ttlSecondsAfterFinished: {{ $job.ttlSecondsAfterFinished }}
  template:
    metadata:
      labels:
        {{- include "labelops.labels" (dict "root" $ "component" "learning") | nindent 8 }}
    spec:
      restartPolicy: Never
      enableServiceLinks: false
      automountServiceAccountToken: false
      {{- with $job.serviceAccountName }}
      serviceAccountName: {{ . }}
      {{- end }}
      {{- with .Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $engine.podSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: learn
          image: {{ default (include "labelops.image" (dict "root" $ "image" $engine.image)) $job.image | quote }}
          imagePullPolicy: {{ $engine.image.pullPolicy }}
          args: [learn]
          env:
            - name: LABELOPS_ENGINE_DATA
              value: /tmp/data
            - name: LABELOPS_ENGINE_LEARNING_CACHE
              value: /cache
            # Nothing else runs in the container.
            - name: JAVA_TOOL_OPTIONS
              value: -XX:MaxRAMPercentage=60
            {{- include "labelops.engine.storage" . | nindent 12 }}
            {{- include "labelops.engine.learning" . | nindent 12 }}
            {{- with $job.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- with $job.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with $engine.securityContext }}
          securityContext:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          volumeMounts:
            - name: cache
              mountPath: /cache
            - name: tmp
              mountPath: /tmp
            {{- with $engine.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
      volumes:
        - name: cache
          {{- if $job.cacheClaim }}
          persistentVolumeClaim:
            claimName: {{ $job.cacheClaim }}
          {{- else }}
          emptyDir: {}
          {{- end }}
        - name: tmp
          emptyDir: {}
        {{- with $engine.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $job.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $job.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{/* Values that exclude each other. */}}
{{- define "labelops.check" -}}
{{- $aws := .Values.aws }}
{{- if .Values.engine.enabled }}
{{- if $aws.endpointUrl }}
{{- fail "\n\naws.endpointUrl and engine.enabled are both set, but with engine.enabled the operator uses the engine's address. Remove one of them." }}
{{- end }}
{{- if or $aws.roleArn $aws.existingSecret }}
{{- fail "\n\nengine.enabled is set together with aws.roleArn or aws.existingSecret: the engine's own key signs the operator's calls. Remove one of them." }}
{{- end }}
{{- else if and $aws.roleArn $aws.existingSecret }}
{{- fail "\n\naws.roleArn and aws.existingSecret are both set: the AWS SDK would use the Secret. Remove one of them." }}
{{- end }}
{{- if and $aws.roleArn (not .Values.serviceAccount.create) }}
{{- fail "\n\naws.roleArn is set, but it is an annotation of the ServiceAccount, which this release does not create (serviceAccount.create=false). Annotate yours with eks.amazonaws.com/role-arn, and remove aws.roleArn." }}
{{- end }}
{{- $s3 := .Values.engine.s3 }}
{{- if and (or $s3.endpoint $s3.region $s3.existingSecret) (not (and $s3.endpoint $s3.region $s3.existingSecret)) }}
{{- fail "\n\nengine.s3 needs endpoint, region and existingSecret together." }}
{{- end }}
{{- if and .Values.engine.enabled (eq .Values.engine.learning.runner "kubernetes") }}
{{- if not .Values.engine.database.existingSecret }}
{{- fail "\n\nengine.learning.runner=kubernetes needs engine.database.existingSecret: a Job cannot use the embedded database." }}
{{- end }}
{{- if not $s3.endpoint }}
{{- fail "\n\nengine.learning.runner=kubernetes needs engine.s3: a Job cannot read objects in the engine's data folder." }}
{{- end }}
{{- end }}
{{- $mail := .Values.engine.mail }}
{{- $server := or $mail.url $mail.existingSecret }}
{{- if and $mail.url $mail.existingSecret }}
{{- fail "\n\nengine.mail.url and engine.mail.existingSecret are both set: remove one of them." }}
{{- end }}
{{- if and $mail.from (not $server) }}
{{- fail "\n\nengine.mail.from is set without a mail server: set engine.mail.url or engine.mail.existingSecret." }}
{{- end }}
{{- if and $server (not $mail.from) }}
{{- fail "\n\na mail server is set without engine.mail.from, the sender of invitations." }}
{{- end }}
{{- $elsewhere := or $s3.endpoint $server .Values.engine.database.existingSecret }}
{{- if and .Values.engine.enabled .Values.networkPolicy.enabled $elsewhere (not .Values.networkPolicy.engine.egress) }}
{{- fail "\n\nnetworkPolicy.enabled would block the engine's access to its database, mail server or S3: allow them in networkPolicy.engine.egress." }}
{{- end }}
{{- end }}
