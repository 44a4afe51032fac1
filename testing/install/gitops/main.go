// What the GitOps tools' own Go code says of YAML files.
//
//	status FILE...  prints each file's name and what kstatus computes of its object
//	flux FILE...    fails where a document has a field that Flux does not know, or of another type
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	sourcev1 "github.com/fluxcd/source-controller/api/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

func main() {
	commands := map[string]func(string, []byte) error{"status": printStatus, "flux": checkFlux}
	for _, file := range os.Args[2:] {
		text, err := os.ReadFile(file)
		if err == nil {
			err = commands[os.Args[1]](file, text)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

func printStatus(file string, text []byte) error {
	object, err := read(text)
	if err != nil {
		return err
	}
	result, err := status.Compute(object)
	if err != nil {
		return err
	}
	fmt.Println(filepath.Base(file), result.Status)
	return nil
}

func checkFlux(_ string, text []byte) error {
	for _, document := range bytes.Split(text, []byte("\n---\n")) {
		object, err := read(document)
		if err != nil {
			return err
		}
		var known any
		switch object.GroupVersionKind() {
		case kustomizev1.GroupVersion.WithKind(kustomizev1.KustomizationKind):
			known = &kustomizev1.Kustomization{}
		case sourcev1.GroupVersion.WithKind(sourcev1.GitRepositoryKind):
			known = &sourcev1.GitRepository{}
		default:
			return fmt.Errorf("%s is not a kind of Flux", object.GroupVersionKind())
		}
		if err := yaml.UnmarshalStrict(document, known); err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
	}
	return nil
}

func read(text []byte) (*unstructured.Unstructured, error) {
	json, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	object := &unstructured.Unstructured{}
	return object, object.UnmarshalJSON(json)
}
