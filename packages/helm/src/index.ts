/**
 * Helm, in-process: a chart and values → the manifests, hooks and notes that Helm would install, text for text.
 *
 * Runs no program and no plugin. Depends on: gotemplate, goyaml, kube, source.
 *
 * @module
 */
export {};
