{{/* The operator's settings as a properties file. Ordinal 275: above the built-in ones, below the environment. */}}
{{- define "labelops.settings" -}}
config_ordinal=275
{{- with .Values.installation }}
labelops.installation={{ . }}
{{- end }}
labelops.invitations-per-day={{ .Values.invitationsPerDay }}
labelops.log-format={{ .Values.log.format }}
quarkus.log.level={{ .Values.log.level }}
labelops.feed.calls-per-minute={{ .Values.feed.callsPerMinute }}
labelops.feed.shortest-interval={{ .Values.feed.shortestInterval }}
labelops.feed.longest-interval={{ .Values.feed.longestInterval }}
labelops.lease.duration={{ .Values.lease.duration }}
labelops.lease.renew-deadline={{ .Values.lease.renewDeadline }}
labelops.lease.retry-period={{ .Values.lease.retryPeriod }}
labelops.tenancy.allow-all={{ .Values.tenancy.allowAll }}
{{- range $namespace, $given := .Values.tenancy.namespaces }}
{{- $grant := default dict $given }}
{{- $prefix := printf "labelops.tenancy.namespaces.\"%s\"" $namespace }}
{{- with $grant.defaultExecutionRole }}
{{ $prefix }}.default-execution-role={{ . }}
{{- end }}
{{- with $grant.workforce }}
{{ $prefix }}.workforce={{ . }}
{{- end }}
{{- range $field := list "executionRoles" "assumableRoles" "locations" "workteams" "userPools" "topics" "kmsKeys" "subnets" "securityGroups" "models" "lambdaFunctions" }}
{{- range $i, $value := index $grant $field }}
{{ $prefix }}.{{ kebabcase $field }}[{{ $i }}]={{ $value }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.settings }}
{{ $name }}={{ $value }}
{{- end }}
{{- end }}
