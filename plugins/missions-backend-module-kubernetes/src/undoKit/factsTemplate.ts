/**
 * What the script asks of a live object, as a Go template of kubectl: uid,
 * version and time of deletion on the first line; then who owns which fields,
 * one entry a line: manager, operation, version, time, fields, subresource and
 * the whole entry as JSON, with tabs between them.
 */
export const factsTemplate = String.raw`{{define "fields"}}{{"{"}}{{$comma := ""}}{{range $name, $value := .}}{{$comma}}{{printf "%q" $name}}:{{template "fields" $value}}{{$comma = ","}}{{end}}{{"}"}}{{end -}}
{{.metadata.uid}}{{"\t"}}{{.metadata.resourceVersion}}{{"\t"}}{{with .metadata.deletionTimestamp}}{{.}}{{else}}-{{end}}{{"\n"}}
{{- range .metadata.managedFields -}}
{{with .manager}}{{.}}{{else}}-{{end}}{{"\t"}}{{with .operation}}{{.}}{{else}}-{{end}}{{"\t"}}{{with .apiVersion}}{{.}}{{else}}-{{end}}{{"\t"}}{{with .time}}{{.}}{{else}}-{{end}}{{"\t"}}{{template "fields" .fieldsV1}}{{"\t"}}{{with .subresource}}{{.}}{{else}}-{{end}}{{"\t"}}
{{- "{"}}"manager":{{printf "%q" .manager}},"operation":{{printf "%q" .operation}},"apiVersion":{{printf "%q" .apiVersion}},{{with .time}}"time":{{printf "%q" .}},{{end}}{{with .subresource}}"subresource":{{printf "%q" .}},{{end}}"fieldsType":"FieldsV1","fieldsV1":{{template "fields" .fieldsV1}}{{"}"}}{{"\n"}}
{{- end -}}
`;

/**
 * What is in a list: kind, namespace, name and the first owner of each object
 * that is not being deleted, with tabs between them.
 */
export const contentTemplate = String.raw`{{range .items}}{{if not .metadata.deletionTimestamp}}{{.kind}}{{"\t"}}{{with .metadata.namespace}}{{.}}{{else}}-{{end}}{{"\t"}}{{.metadata.name}}{{"\t"}}{{with .metadata.ownerReferences}}{{with index . 0}}{{.apiVersion}} {{.kind}}{{end}}{{else}}-{{end}}{{"\n"}}{{end}}{{end}}`;
